#include <stdio.h>
#include <string.h>
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define N 100
typedef long long ll;
int linear_search(int arr[], int n, int x) { for (int i = 0; i < n; i++) if (arr[i] == x) return i; return -1; }
void selection_sort(int arr[], int n) {
  for (int i = 0; i < n - 1; i++) { int min = i; for (int j = i + 1; j < n; j++) if (arr[j] < arr[min]) min = j; int t = arr[min]; arr[min] = arr[i]; arr[i] = t; } }
void insertion_sort(int *a, int n) { for (int i = 1; i < n; i++) { int key = a[i], j = i - 1; while (j >= 0 && a[j] > key) { a[j + 1] = a[j]; j = j - 1; } a[j + 1] = key; } }
ll factorial(int n) { return n <= 1 ? 1 : n * factorial(n - 1); }
int sum_digits(int n) { int s = 0; while (n > 0) { s += n % 10; n /= 10; } return s; }
void swap(int *a, int *b) { int t = *a; *a = *b; *b = t; }
int partition(int *a, int lo, int hi) { int p = a[hi], i = lo - 1; for (int j = lo; j < hi; j++) if (a[j] <= p) { i++; swap(&a[i], &a[j]); } swap(&a[i + 1], &a[hi]); return i + 1; }
void quick_sort(int *a, int lo, int hi) { if (lo < hi) { int p = partition(a, lo, hi); quick_sort(a, lo, p - 1); quick_sort(a, p + 1, hi); } }
int max2(int a, int b) { return MAX(a, b); }
int lcs_dp(char *x, char *y, int m, int n) { int L[m+1][n+1]; for (int i = 0; i <= m; i++) for (int j = 0; j <= n; j++) { if (i == 0 || j == 0) L[i][j] = 0; else if (x[i-1] == y[j-1]) L[i][j] = L[i-1][j-1] + 1; else L[i][j] = MAX(L[i-1][j], L[i][j-1]); } return L[m][n]; }
int knapsack(int W, int wt[], int val[], int n) { int dp[n+1][W+1]; for (int i = 0; i <= n; i++) { for (int w = 0; w <= W; w++) { if (i == 0 || w == 0) dp[i][w] = 0; else dp[i][w] = dp[i-1][w]; } } return dp[n][W]; }
struct Node { int data; struct Node *next; };
int list_length(struct Node *head) { int count = 0; struct Node *cur = head; while (cur != NULL) { count++; cur = cur->next; } return count; }
struct Node *reverse_list(struct Node *head) { struct Node *prev = NULL; while (head) { struct Node *next = head->next; head->next = prev; prev = head; head = next; } return prev; }
int my_strlen(const char *s) { int n = 0; while (s[n] != '\0') n++; return n; }
int is_palin(char *s) { int l = 0, h = strlen(s) - 1; while (h > l) if (s[l++] != s[h--]) return 0; return 1; }
void print_pairs(int n) { for (int i = 1; i <= n; i *= 2) for (int j = 0; j < n; j++) printf("%d", i); }
int nested(int n) { int c = 0; for (int i = n / 2; i <= n; i++) for (int j = 1; j <= n; j = j * 2) for (int k = 1; k <= n; k = k * 2) c++; return c; }
int tri(int n) { int s = 0; for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) for (int k = 0; k < j; k++) s++; return s; }
int fixed(int n) { int s = 0; for (int i = 0; i < N; i++) s += i; return s; }
ll fibdp(int n) { ll f[n + 2]; f[0] = 0; f[1] = 1; for (int i = 2; i <= n; i++) f[i] = f[i-1] + f[i-2]; return f[n]; }
int interp(int n) { int i = 1, c = 0; while (i * i < n) { i++; c++; } return c; }
void tower(int n, char a, char b, char c) { if (n == 1) { printf("move"); return; } tower(n-1, a, c, b); printf("x"); tower(n-1, c, b, a); }
int two_sum(int *a, int n, int t) { int i = 0, j = n - 1; while (i < j) { int s = a[i] + a[j]; if (s == t) return 1; else if (s < t) i++; else j--; } return 0; }
double mypow(double x, int n) { if (n == 0) return 1; double t = mypow(x, n / 2); if (n % 2 == 0) return t * t; return x * t * t; }
int ternary(int *a, int l, int r, int x) { if (r >= l) { int m1 = l + (r - l) / 3, m2 = r - (r - l) / 3; if (a[m1] == x) return m1; if (a[m2] == x) return m2; if (x < a[m1]) return ternary(a, l, m1 - 1, x); else if (x > a[m2]) return ternary(a, m2 + 1, r, x); else return ternary(a, m1 + 1, m2 - 1, x); } return -1; }
void transpose(int n, int a[n][n]) { for (int i = 0; i < n; i++) for (int j = i + 1; j < n; j++) { int t = a[i][j]; a[i][j] = a[j][i]; a[j][i] = t; } }
void copy(char *dst, const char *src) { while ((*dst++ = *src++) != '\0') ; }
