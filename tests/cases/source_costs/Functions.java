import java.util.*;
public class Functions {
  static int sum(int[] a) { int s = 0; for (int x : a) s += x; return s; }
  static boolean dup(int[] a) { for (int i = 0; i < a.length; i++) for (int j = i + 1; j < a.length; j++) if (a[i] == a[j]) return true; return false; }
  static boolean dup2(int[] a) { Set<Integer> s = new HashSet<>(); for (int x : a) if (!s.add(x)) return true; return false; }
  static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
  static String join(List<String> xs) { String r = ""; for (String x : xs) r += x; return r; }
  static String join2(List<String> xs) { StringBuilder r = new StringBuilder(); for (String x : xs) r.append(x); return r.toString(); }
  static int[][] mul(int[][] a, int[][] b) { int n = a.length; int[][] c = new int[n][n]; for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) for (int k = 0; k < n; k++) c[i][j] += a[i][k] * b[k][j]; return c; }
  static boolean prime(int n) { if (n < 2) return false; for (int i = 2; i * i <= n; i++) if (n % i == 0) return false; return true; }
  static long pow(long b, int e) { long r = 1; while (e > 0) { if ((e & 1) == 1) r *= b; b *= b; e >>= 1; } return r; }
  static void remove(LinkedList<Integer> xs) { for (int i = 0; i < xs.size(); i++) System.out.println(xs.get(i)); }
  static void drain(ArrayList<Integer> xs) { while (!xs.isEmpty()) xs.remove(0); }
  static void drain2(ArrayList<Integer> xs) { while (!xs.isEmpty()) xs.remove(xs.size() - 1); }
  static Map<String, Integer> count(String[] ws) { Map<String, Integer> m = new TreeMap<>(); for (String w : ws) m.put(w, m.getOrDefault(w, 0) + 1); return m; }
  static int[] merge(int[] a, int[] b) { int[] c = new int[a.length + b.length]; int i = 0, j = 0, k = 0; while (i < a.length && j < b.length) c[k++] = a[i] < b[j] ? a[i++] : b[j++]; while (i < a.length) c[k++] = a[i++]; while (j < b.length) c[k++] = b[j++]; return c; }
  static void sort(int[] a) { sort(a, 0, a.length - 1); }
  private static void sort(int[] a, int lo, int hi) { if (lo >= hi) return; int p = a[hi], i = lo; for (int j = lo; j < hi; j++) if (a[j] < p) { int t = a[i]; a[i] = a[j]; a[j] = t; i++; } int t = a[i]; a[i] = a[hi]; a[hi] = t; sort(a, lo, i - 1); sort(a, i + 1, hi); }
  static int count(Node t) { return t == null ? 0 : 1 + count(t.left) + count(t.right); }
  static class Node { Node left, right; int key; }
  static void triangle(int n) { for (int i = 1; i <= n; i++) { for (int j = 1; j <= i; j++) System.out.print("*"); System.out.println(); } }
  static int log(int n) { int c = 0; for (int i = n; i > 1; i /= 2) c++; return c; }
  static void heap(int[] a) { PriorityQueue<Integer> q = new PriorityQueue<>(Collections.reverseOrder()); for (int x : a) q.offer(x); while (!q.isEmpty()) System.out.println(q.poll()); }
}
