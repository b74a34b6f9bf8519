import java.util.*;
class Bag {
  private ArrayList<Integer> items = new ArrayList<>();
  void put(int x) { items.add(x); }
  boolean isEmpty() { return items.isEmpty(); }
  void show() { for (int x : items) System.out.println(x); }
  void putAll(int[] xs) { for (int x : xs) put(x); }
  void putAndShow(int[] xs) { for (int x : xs) { put(x); show(); } }
}
