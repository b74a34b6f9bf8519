#include <bits/stdc++.h>
using namespace std;
int binary(const vector<int>& v, int x) { int l = 0, r = (int)v.size() - 1; while (l <= r) { int m = l + (r - l) / 2; if (v[m] == x) return m; if (v[m] < x) l = m + 1; else r = m - 1; } return -1; }
vector<int> two_sum(vector<int>& nums, int t) { unordered_map<int,int> m; for (int i = 0; i < nums.size(); i++) { if (m.count(t - nums[i])) return {m[t - nums[i]], i}; m[nums[i]] = i; } return {}; }
bool anagram(string a, string b) { sort(a.begin(), a.end()); sort(b.begin(), b.end()); return a == b; }
int max_sub(const vector<int>& a) { int best = INT_MIN, cur = 0; for (int x : a) { cur = max(x, cur + x); best = max(best, cur); } return best; }
void bubble(vector<int>& a) { int n = a.size(); for (int i = 0; i < n - 1; i++) for (int j = 0; j < n - i - 1; j++) if (a[j] > a[j + 1]) swap(a[j], a[j + 1]); }
set<int> uniq(const vector<int>& a) { set<int> s; for (int x : a) s.insert(x); return s; }
int count_pairs(vector<int> a) { sort(a.begin(), a.end()); int c = 0; for (size_t i = 0; i < a.size(); ++i) c += upper_bound(a.begin(), a.end(), a[i]) - a.begin(); return c; }
vector<vector<int>> mul(const vector<vector<int>>& A, const vector<vector<int>>& B) { int n = A.size(); vector<vector<int>> C(n, vector<int>(n, 0)); for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) for (int k = 0; k < n; k++) C[i][j] += A[i][k] * B[k][j]; return C; }
string rev(const string& s) { string t; for (int i = s.size() - 1; i >= 0; i--) t += s[i]; return t; }
string rev2(const string& s) { string t = ""; for (char c : s) t = c + t; return t; }
int climb(int n) { vector<int> dp(n + 1); dp[0] = dp[1] = 1; for (int i = 2; i <= n; ++i) dp[i] = dp[i - 1] + dp[i - 2]; return dp[n]; }
struct TreeNode { int val; TreeNode *left, *right; };
int depth(TreeNode* t) { if (!t) return 0; return 1 + max(depth(t->left), depth(t->right)); }
void inorder(TreeNode* t, vector<int>& out) { if (t == nullptr) return; inorder(t->left, out); out.push_back(t->val); inorder(t->right, out); }
template <typename T> T total(const vector<T>& v) { T s = 0; for (const auto& x : v) s += x; return s; }
int wordcount(const vector<string>& ws) { map<string,int> m; for (const string& w : ws) m[w]++; int c = 0; for (auto& p : m) c += p.second; return c; }
