import java.util.*;
interface Measured { int area(int n); }
class Plain implements Measured {
  Plain() {}
  Plain(int[] xs) { for (int i = 0; i < xs.length; i++) System.out.println(xs[i]); }
  public int area(int n) { return 0; }
  int total(int n) { return area(n); }
}
class Costly extends Plain {
  Costly(int[] xs) { super(xs); }
  public int area(int n) { int s = 0; for (int i = 0; i < n; i++) s += i; return s; }
  int above(int n) { return super.area(n); }
}
class Asking {
  int byInterface(Measured m, int n) { return m.area(n); }
  int byBase(int n, int[] xs) { Plain p = new Costly(xs); return p.area(n); }
  int inherited(int n, int[] xs) { Costly c = new Costly(xs); return c.total(n); }
}
class Levels {
  static class Node { int key; Node left, right; }
  static List<Integer> order(Node root) {
    List<Integer> out = new ArrayList<>();
    if (root == null) return out;
    Queue<Node> waiting = new LinkedList<>();
    waiting.add(root);
    while (!waiting.isEmpty()) {
      Node node = waiting.poll();
      out.add(node.key);
      if (node.left != null) waiting.add(node.left);
      if (node.right != null) waiting.add(node.right);
    }
    return out;
  }
  static boolean search(int[][] rows, int x) {
    for (int[] row : rows) if (Arrays.binarySearch(row, x) >= 0) return true;
    return false;
  }
}
