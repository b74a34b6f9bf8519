class Best {
  static int find(int[][] m, int n, int t) {
    int c = 0;
    outer:
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        c++;
        if (m[i][j] == t) break outer;
      }
    }
    return c;
  }
  static int cont(int[] a, int n, int t) {
    int c = 0;
    outer:
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 3; j++) {
        if (a[j] == t) continue outer;
      }
      for (int k = 0; k < n; k++) c++;
    }
    return c;
  }
  static void insertion(int[] a) {
    for (int i = 1; i < a.length; i++) {
      int key = a[i];
      int j = i - 1;
      while (j >= 0 && a[j] > key) { a[j + 1] = a[j]; j--; }
      a[j + 1] = key;
    }
  }
  static int linear(int[] a, int t) {
    for (int x : a) if (x == t) return 1;
    return -1;
  }
}
