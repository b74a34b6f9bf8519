#include <vector>
struct Plain {
  std::vector<int> v;
  Plain(int n) : v(n) { for (int i = 0; i < n; i++) v[i] = i; }
  virtual int area(int n) { return 0; }
  int total(int n) { return area(n); }
};
struct Costly : public Plain {
  Costly(int n) : Plain(n) {}
  int area(int n) override { int s = 0; for (int i = 0; i < n; i++) s += i; return s; }
};
struct Same : Plain { using Plain::Plain; };
int by_pointer(Plain *p, int n) { return p->area(n); }
int by_value(int n) { Plain p(1); return p.area(n); }
int inherited_constructor(int n) { Same s(n); return 1; }
int inherited_method(int n) { Costly c(1); return c.total(n); }
