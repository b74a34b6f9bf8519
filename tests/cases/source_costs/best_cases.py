# ruff: noqa: B006, B007, RUF005, SIM110
"""Functions with the best case that is known of each, in best_cases.jsonl."""


def linear_search(xs, t):
    for i in range(len(xs)):
        if xs[i] == t:
            return i
    return -1


def linear2(xs, t):
    for x in xs:
        if x == t:
            return True
    return False


def binary_search(xs, t):
    lo, hi = 0, len(xs) - 1
    while lo <= hi:
        mid = (lo + hi) // 2
        if xs[mid] == t:
            return mid
        if xs[mid] < t:
            lo = mid + 1
        else:
            hi = mid - 1
    return -1


def bisect_left(xs, t):
    lo, hi = 0, len(xs)
    while lo < hi:
        mid = (lo + hi) // 2
        if xs[mid] < t:
            lo = mid + 1
        else:
            hi = mid
    return lo


def insertion_sort(xs):
    for i in range(1, len(xs)):
        key = xs[i]
        j = i - 1
        while j >= 0 and xs[j] > key:
            xs[j + 1] = xs[j]
            j -= 1
        xs[j + 1] = key


def bubble_flag(a):
    n = len(a)
    for i in range(n):
        swapped = False
        for j in range(n - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
                swapped = True
        if not swapped:
            break
    return a


def bubble_while(a):
    swapped = True
    n = len(a)
    while swapped:
        swapped = False
        for j in range(n - 1):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
                swapped = True
        n -= 1


def bubble(a):
    n = len(a)
    for i in range(n):
        for j in range(n - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]


def selection_sort(a):
    for i in range(len(a)):
        m = i
        for j in range(i + 1, len(a)):
            if a[j] < a[m]:
                m = j
        a[i], a[m] = a[m], a[i]


def find_max(xs):
    best = xs[0]
    for x in xs:
        if x > best:
            best = x
    return best


def merge_sort(xs):
    if len(xs) <= 1:
        return xs
    mid = len(xs) // 2
    left, right = merge_sort(xs[:mid]), merge_sort(xs[mid:])
    out, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    return out + left[i:] + right[j:]


def quick_sort(xs):
    if len(xs) <= 1:
        return xs
    pivot = xs[0]
    left = [x for x in xs[1:] if x < pivot]
    right = [x for x in xs[1:] if x >= pivot]
    return quick_sort(left) + [pivot] + quick_sort(right)


def is_prime(n):
    if n < 2:
        return False
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return True


def has_dup(xs):
    for i in range(len(xs)):
        for j in range(i + 1, len(xs)):
            if xs[i] == xs[j]:
                return True
    return False


def two_sum(xs, target):
    for i in range(len(xs)):
        for j in range(i + 1, len(xs)):
            if xs[i] + xs[j] == target:
                return i, j
    return None


def is_sorted(xs):
    for i in range(len(xs) - 1):
        if xs[i] > xs[i + 1]:
            return False
    return True


def is_palindrome(s):
    i, j = 0, len(s) - 1
    while i < j:
        if s[i] != s[j]:
            return False
        i += 1
        j -= 1
    return True


def naive_match(text, pattern):
    n, m = len(text), len(pattern)
    for i in range(n - m + 1):
        j = 0
        while j < m and text[i + j] == pattern[j]:
            j += 1
        if j == m:
            return i
    return -1


def contains(xs, t):
    return t in xs


def py_sorted(xs):
    return sorted(xs)


def any_neg(xs):
    return any(x < 0 for x in xs)


def total(xs):
    return sum(x for x in xs)


def first(xs):
    for x in xs:
        return x


def gen_any(xs):
    g = (x for x in xs)
    return any(g)


def gen_sum(xs):
    return sum(x * x for x in xs if x > 0)


def joined(xs):
    return ",".join(str(x) for x in xs)


def evens(xs):
    out = [x for x in xs if x % 2 == 0]
    for x in out:
        for y in xs:
            y += 0
    return out


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def power(x, n):
    if n == 0:
        return 1
    half = power(x, n // 2)
    return half * half if n % 2 == 0 else half * half * x


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def rec_search(xs, t):
    if not xs:
        return False
    if xs[0] == t:
        return True
    return rec_search(xs[1:], t)


def rec_bin(xs, t, lo, hi):
    if lo > hi:
        return -1
    mid = (lo + hi) // 2
    if xs[mid] == t:
        return mid
    if xs[mid] < t:
        return rec_bin(xs, t, mid + 1, hi)
    return rec_bin(xs, t, lo, mid - 1)


def quick3(xs):
    if len(xs) <= 1:
        return xs
    p = xs[len(xs) // 2]
    left = [x for x in xs if x < p]
    mid = [x for x in xs if x == p]
    right = [x for x in xs if x > p]
    return quick3(left) + mid + quick3(right)


def quickselect(xs, k):
    p = xs[0]
    left = [x for x in xs[1:] if x < p]
    right = [x for x in xs[1:] if x >= p]
    if k < len(left):
        return quickselect(left, k)
    if k == len(left):
        return p
    return quickselect(right, k - len(left) - 1)


def partition(a, lo, hi):
    p = a[hi]
    i = lo
    for j in range(lo, hi):
        if a[j] < p:
            a[i], a[j] = a[j], a[i]
            i += 1
    a[i], a[hi] = a[hi], a[i]
    return i


def quicksort(a, lo, hi):
    if lo < hi:
        p = partition(a, lo, hi)
        quicksort(a, lo, p - 1)
        quicksort(a, p + 1, hi)


def sift_down(a, i, n):
    while 2 * i + 1 < n:
        c = 2 * i + 1
        if c + 1 < n and a[c + 1] > a[c]:
            c += 1
        if a[c] <= a[i]:
            return
        a[c], a[i] = a[i], a[c]
        i = c


def heap_sort(a):
    n = len(a)
    for i in range(n // 2 - 1, -1, -1):
        sift_down(a, i, n)
    for end in range(n - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        sift_down(a, 0, end)


def count_inv(xs):
    c = 0
    for i in range(len(xs)):
        for j in range(i):
            if xs[j] > xs[i]:
                c += 1
    return c


def remove_dups(xs):
    out = []
    for x in xs:
        if x not in out:
            out.append(x)
    return out


def remove_dups_set(xs):
    seen = set()
    out = []
    for x in xs:
        if x not in seen:
            seen.add(x)
            out.append(x)
    return out


def has_dup_set(xs):
    seen = set()
    for x in xs:
        if x in seen:
            return True
        seen.add(x)
    return False


def matrix_search(m, t):
    for row in m:
        for x in row:
            if x == t:
                return True
    return False


def matmul(a, b, n):
    c = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i][j] += a[i][k] * b[k][j]
    return c


def bst_search(node, key):
    while node is not None:
        if node.key == key:
            return node
        node = node.left if key < node.key else node.right
    return None


def bst_insert(node, key):
    if node is None:
        return key
    if key < node.key:
        node.left = bst_insert(node.left, key)
    else:
        node.right = bst_insert(node.right, key)
    return node


def kadane(xs):
    best = cur = xs[0]
    for x in xs[1:]:
        cur = max(x, cur + x)
        best = max(best, cur)
    return best


def lcs(a, b):
    m, n = len(a), len(b)
    t = [[0] * (n + 1) for _ in range(m + 1)]
    for i in range(1, m + 1):
        for j in range(1, n + 1):
            if a[i - 1] == b[j - 1]:
                t[i][j] = t[i - 1][j - 1] + 1
            else:
                t[i][j] = max(t[i - 1][j], t[i][j - 1])
    return t[m][n]


def shell(a):
    n = len(a)
    gap = n // 2
    while gap > 0:
        for i in range(gap, n):
            temp = a[i]
            j = i
            while j >= gap and a[j - gap] > temp:
                a[j] = a[j - gap]
                j -= gap
            a[j] = temp
        gap //= 2


def insertion_for(a):
    for i in range(1, len(a)):
        for j in range(i, 0, -1):
            if a[j - 1] > a[j]:
                a[j - 1], a[j] = a[j], a[j - 1]
            else:
                break


def memo_fib(n, memo={}):
    if n in memo:
        return memo[n]
    if n < 2:
        return n
    memo[n] = memo_fib(n - 1, memo) + memo_fib(n - 2, memo)
    return memo[n]


def calls_search(xs, ys):
    c = 0
    for y in ys:
        if rec_in(xs, y):
            c += 1
    return c


def rec_in(xs, t):
    for x in xs:
        if x == t:
            return True
    return False


def merge(a, b):
    out = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    while i < len(a):
        out.append(a[i])
        i += 1
    while j < len(b):
        out.append(b[j])
        j += 1
    return out


def tryit(xs, t):
    try:
        return xs.index(t)
    except ValueError:
        return -1


def collatz_like(xs):
    i = 0
    while i < len(xs):
        if xs[i] > 0:
            i += 1
        else:
            i += 2
    return i


def bit(n):
    c = 0
    while n:
        n &= n - 1
        c += 1
    return c


def correlated(xs, t):
    c = 0
    if xs[0] > t:
        c += 1
    else:
        for x in xs:
            c += 1
    if xs[0] > t:
        for x in xs:
            c += 1
    return c


def same_item(xs):
    for x in xs:
        if x != x:
            return 1
    return 0


def late_exit(xs, t):
    for i in range(len(xs)):
        if i > 10 and xs[i] == t:
            return i
    return -1


def round_then_break(xs, t):
    for x in xs:
        s = 0
        for y in xs:
            s += y
        if x == t:
            break
    return s


def inner_break(a, t):
    c = 0
    for i in range(len(a)):
        for j in range(len(a)):
            if a[j] == t:
                break
            c += 1
    return c


def skip(a, t):
    c = 0
    for i in range(len(a)):
        if a[i] == t:
            continue
        for j in range(len(a)):
            c += 1
    return c


def all_positive(xs):
    return all(x > 0 for x in xs)


def pops(xs, t):
    while xs and xs[-1] != t:
        xs.pop()
    return xs


def vowels(s):
    c = 0
    for ch in s:
        if ch in "aeiou":
            c += 1
    return c


def sort_then(xs):
    xs.sort()
    out = [xs[0]]
    for x in xs:
        if x != out[-1]:
            out.append(x)
    return out


def odd_part(n):
    while n % 2 == 0:
        n //= 2
    return n


def digits(n):
    s = 0
    while n > 0:
        s += n % 10
        n //= 10
    return s


def majority(xs):
    for x in xs:
        c = 0
        for y in xs:
            if y == x:
                c += 1
        if c > len(xs) // 2:
            return x
    return None


def cocktail(a):
    n = len(a)
    swapped = True
    start, end = 0, n - 1
    while swapped:
        swapped = False
        for i in range(start, end):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True
        if not swapped:
            break
        swapped = False
        end -= 1
        for i in range(end - 1, start - 1, -1):
            if a[i] > a[i + 1]:
                a[i], a[i + 1] = a[i + 1], a[i]
                swapped = True
        start += 1
    return a


def gnome(a):
    i = 0
    while i < len(a):
        if i == 0 or a[i] >= a[i - 1]:
            i += 1
        else:
            a[i], a[i - 1] = a[i - 1], a[i]
            i -= 1
    return a


def two_sum_hash(nums, target):
    seen = {}
    for i, x in enumerate(nums):
        if target - x in seen:
            return seen[target - x], i
        seen[x] = i
    return None


def subset_sum(xs, i, t):
    if t == 0:
        return True
    if i == len(xs):
        return False
    return subset_sum(xs, i + 1, t) or subset_sum(xs, i + 1, t - xs[i])


def contains_pair(xs, ys):
    for x in xs:
        for y in ys:
            if x == y:
                return True
    return False


def equal(a, b):
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        if a[i] != b[i]:
            return False
    return True


def prefix(a, b):
    i = 0
    while i < len(a) and i < len(b) and a[i] == b[i]:
        i += 1
    return i


def ternary(xs, t):
    lo, hi = 0, len(xs) - 1
    while lo <= hi:
        third = (hi - lo) // 3
        m1, m2 = lo + third, hi - third
        if xs[m1] == t:
            return m1
        if xs[m2] == t:
            return m2
        if t < xs[m1]:
            hi = m1 - 1
        elif t > xs[m2]:
            lo = m2 + 1
        else:
            lo, hi = m1 + 1, m2 - 1
    return -1


def min_max(xs):
    lo = hi = xs[0]
    for x in xs:
        if x < lo:
            lo = x
        elif x > hi:
            hi = x
    return lo, hi


def counting_sort(xs, k):
    count = [0] * (k + 1)
    for x in xs:
        count[x] += 1
    out = []
    for v in range(k + 1):
        for _ in range(count[v]):
            out.append(v)
    return out


def while_search(xs, t):
    i = 0
    while i < len(xs) and xs[i] != t:
        i += 1
    return i < len(xs)


def while_found(xs, t):
    i, found = 0, False
    while i < len(xs) and not found:
        if xs[i] == t:
            found = True
        i += 1
    return found


def last_index(xs, t):
    r = -1
    for i in range(len(xs)):
        if xs[i] == t:
            r = i
    return r


def empty_first(xs):
    if not xs:
        return 0
    t = 0
    for x in xs:
        t += x
    return t


def threes(n):
    c = 0
    for i in range(n):
        if i % 3 == 0:
            for j in range(n):
                c += 1
    return c


def halves(n):
    if n <= 1:
        return 1
    if n % 2 == 0:
        return halves(n // 2)
    return halves(n - 1)


def divisors(n):
    out = []
    for d in range(1, n + 1):
        if n % d == 0:
            out.append(d)
    return out


def is_perfect(n):
    return sum(d for d in range(1, n) if n % d == 0) == n


def first_negative(xs):
    for x in xs:
        if x < 0:
            return x
    return None


def binary_insertion(a):
    for i in range(1, len(a)):
        key = a[i]
        lo, hi = 0, i
        while lo < hi:
            mid = (lo + hi) // 2
            if key < a[mid]:
                hi = mid
            else:
                lo = mid + 1
        for j in range(i, lo, -1):
            a[j] = a[j - 1]
        a[lo] = key


def union_find(parent, x):
    while parent[x] != x:
        x = parent[x]
    return x


def bfs(graph, s):
    seen = {s}
    queue = [s]
    while queue:
        u = queue.pop()
        for v in graph[u]:
            if v not in seen:
                seen.add(v)
                queue.append(v)
    return seen


def skip2(a, t):
    c = 0
    for i in range(len(a)):
        for j in range(len(a)):
            c += 1
        if a[i] == t:
            continue
        for j in range(len(a)):
            for k in range(len(a)):
                c += 1
    return c


def skip3(a, t):
    c = 0
    i = 0
    while i < len(a):
        i += 1
        if a[i] == t:
            if t > 3:
                continue
            else:
                c += 1
        for j in range(len(a)):
            c += 1
    return c


def for_else(xs, t):
    for x in xs:
        if x == t:
            break
    else:
        for x in xs:
            for y in xs:
                t += 1
    return t
