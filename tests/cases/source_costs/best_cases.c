void bubble(int a[], int n) {
  for (int i = 0; i < n - 1; i++) {
    int swapped = 0;
    for (int j = 0; j < n - 1 - i; j++) {
      if (a[j] > a[j + 1]) { int t = a[j]; a[j] = a[j + 1]; a[j + 1] = t; swapped = 1; }
    }
    if (!swapped) break;
  }
}
int search(int a[], int n, int x) {
  for (int i = 0; i < n; i++) if (a[i] == x) return i;
  return -1;
}
int bsearch2(int a[], int n, int x) {
  int lo = 0, hi = n - 1;
  while (lo <= hi) {
    int mid = lo + (hi - lo) / 2;
    if (a[mid] == x) return mid;
    if (a[mid] < x) lo = mid + 1; else hi = mid - 1;
  }
  return -1;
}
void insertion(int a[], int n) {
  for (int i = 1; i < n; i++) {
    int key = a[i], j = i - 1;
    while (j >= 0 && a[j] > key) { a[j + 1] = a[j]; j--; }
    a[j + 1] = key;
  }
}
int is_prime(int n) {
  for (int i = 2; i * i <= n; i++) if (n % i == 0) return 0;
  return 1;
}
