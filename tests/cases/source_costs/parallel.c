#include <cilk/cilk.h>
#include <omp.h>
int fib(int n) { if (n < 2) return n; int x, y; x = cilk_spawn fib(n - 1); y = fib(n - 2); cilk_sync; return x + y; }
void vec_add(int *a, int *b, int *c, int n) { cilk_for (int i = 0; i < n; i++) c[i] = a[i] + b[i]; }
void rec_for(int *a, int lo, int hi) { if (hi - lo <= 32) { for (int i = lo; i < hi; i++) a[i]++; return; } int mid = lo + (hi - lo) / 2; cilk_spawn rec_for(a, lo, mid); rec_for(a, mid, hi); cilk_sync; }
long psum(long *a, int n) { long s = 0; 
#pragma omp parallel for reduction(+:s)
for (int i = 0; i < n; i++) s += a[i]; return s; }
void mm(int n, double A[n][n], double B[n][n], double C[n][n]) {
#pragma omp parallel for collapse(2)
 for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) { double s = 0; for (int k = 0; k < n; k++) s += A[i][k] * B[k][j]; C[i][j] = s; } }
long count(int *a, int n) { long c = 0;
#pragma omp parallel for
 for (int i = 0; i < n; i++) {
#pragma omp critical
  c += a[i]; } return c; }
void two(int *a, int n) {
#pragma omp parallel sections
 {
#pragma omp section
  for (int i = 0; i < n; i++) a[i] = 0;
#pragma omp section
  for (int i = n; i < 2 * n; i++) a[i] = 1;
 } }
void loop_tasks(int *a, int n) {
#pragma omp parallel
#pragma omp single
 for (int i = 0; i < n; i++) {
#pragma omp task
  { for (int j = 0; j < n; j++) a[i] += j; }
 } }
int at_once(int n) { int x, y; if (n < 2) return n;
#pragma omp task shared(x) if(0)
  x = at_once(n - 1);
  y = at_once(n - 2);
#pragma omp taskwait
  return x + y; }
int in_order(int n) { int x, y; if (n < 2) return 1;
#pragma omp task depend(out: x)
  x = in_order(n / 2);
#pragma omp task depend(in: x)
  y = in_order(n / 2);
#pragma omp taskwait
  return y; }
int apart(int n) { int x, y; if (n < 2) return 1;
#pragma omp task depend(out: x)
  x = apart(n / 2);
#pragma omp task depend(out: y)
  y = apart(n / 2);
#pragma omp taskwait
  return x + y; }
