# ruff: noqa
"""Functions whose worst case a textbook tells; functions.jsonl says what is derived of each."""

import copy
import heapq
import queue
from functools import cache


def position(words, wanted):
    low, high = 0, len(words)
    while low < high:
        middle = low + (high - low) // 2
        if words[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def largest(numbers):
    best = numbers[0]
    for x in numbers[1:]:
        if x > best:
            best = x
    return best


def table_of_products(n):
    return [[i * j for j in range(1, n + 1)] for i in range(1, n + 1)]


def exchange_sort(numbers):
    for i in range(len(numbers)):
        for j in range(len(numbers) - 1 - i):
            if numbers[j] > numbers[j + 1]:
                numbers[j], numbers[j + 1] = numbers[j + 1], numbers[j]


def sort_by_insertion(numbers):
    for i in range(1, len(numbers)):
        card = numbers[i]
        j = i - 1
        while j >= 0 and numbers[j] > card:
            numbers[j + 1] = numbers[j]
            j -= 1
        numbers[j + 1] = card


def power_of_two(n):
    if n == 0:
        return 1
    return power_of_two(n - 1) + power_of_two(n - 1)


def count_bits(n):
    count = 0
    while n > 0:
        count += n % 2
        n //= 2
    return count


def pairs_at_doubling_distance(n):
    found = 0
    step = 1
    while step < n:
        for i in range(n):
            found += i
        step *= 2
    return found


def fold(numbers, first, last):
    if last - first == 1:
        return numbers[first]
    middle = (first + last) // 2
    return fold(numbers, first, middle) + fold(numbers, middle, last)


def sorted_by_heap(numbers):
    heap = []
    for x in numbers:
        heapq.heappush(heap, x)
    out = []
    while heap:
        out.append(heapq.heappop(heap))
    return out


def ternary(n):
    if n < 3:
        return 1
    return ternary(n // 3) + ternary(n // 3) + sum(range(n))


def wanders(n):
    steps = 0
    while n != 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps


def merged(one, other):
    out = []
    i = j = 0
    while i < len(one) and j < len(other):
        if one[i] <= other[j]:
            out.append(one[i])
            i += 1
        else:
            out.append(other[j])
            j += 1
    out.extend(one[i:])
    out.extend(other[j:])
    return out


def sorted_by_merging(numbers):
    if len(numbers) < 2:
        return numbers
    middle = len(numbers) // 2
    return merged(sorted_by_merging(numbers[:middle]), sorted_by_merging(numbers[middle:]))


def sorted_by_parting(numbers):
    if not numbers:
        return []
    first = numbers[0]
    below = [x for x in numbers[1:] if x <= first]
    above = [x for x in numbers[1:] if x > first]
    return sorted_by_parting(below) + [first] + sorted_by_parting(above)


def grid_sum(grid, height, width):
    total = 0
    for y in range(height):
        for x in range(width):
            total += grid[y][x]
    return total


def raised(base, exponent):
    if exponent == 0:
        return 1
    if exponent % 2 == 0:
        return raised(base * base, exponent // 2)
    return base * raised(base, exponent - 1)


def exchange_until_sorted(numbers):
    for i in range(len(numbers)):
        moved = False
        for j in range(len(numbers) - 1 - i):
            if numbers[j] > numbers[j + 1]:
                numbers[j], numbers[j + 1] = numbers[j + 1], numbers[j]
                moved = True
        if not moved:
            return


def parted(numbers, first, last):
    pivot = numbers[last]
    i = first - 1
    for j in range(first, last):
        if numbers[j] <= pivot:
            i += 1
            numbers[i], numbers[j] = numbers[j], numbers[i]
    numbers[i + 1], numbers[last] = numbers[last], numbers[i + 1]
    return i + 1


def sort_in_place(numbers, first, last):
    if first < last:
        middle = parted(numbers, first, last)
        sort_in_place(numbers, first, middle - 1)
        sort_in_place(numbers, middle + 1, last)


def turned(numbers, times):
    for _ in range(times):
        numbers.insert(0, numbers.pop())


def triangle(n):
    rows = [[1]]
    for i in range(1, n):
        before = rows[-1]
        row = [1]
        for j in range(len(before) - 1):
            row.append(before[j] + before[j + 1])
        row.append(1)
        rows.append(row)
    return rows


def height(node):
    if node is None:
        return 0
    return 1 + max(height(node.left), height(node.right))


def backwards(node):
    before = None
    now = node
    while now is not None:
        after = now.next
        now.next = before
        before = now
        now = after
    return before


def spoken(words):
    for word in words:
        print(word)


def reachable(graph, start):
    seen = {start}
    work = [start]
    while work:
        vertex = work.pop()
        for other in graph[vertex]:
            if other not in seen:
                seen.add(other)
                work.append(other)
    return seen


def explored(graph, vertex, seen):
    if vertex in seen:
        return
    seen.add(vertex)
    for other in graph[vertex]:
        explored(graph, other, seen)


def parts(graph):
    seen = set()
    count = 0
    for vertex in graph:
        if vertex not in seen:
            explored(graph, vertex, seen)
            count += 1
    return count


def steps(n, known={}):
    if n in known:
        return known[n]
    if n < 2:
        return 1
    known[n] = steps(n - 1, known) + steps(n - 2, known)
    return known[n]


def total_from(numbers, i=0):
    if i == len(numbers):
        return 0
    return numbers[i] + total_from(numbers, i + 1)


def orders(items):
    if len(items) <= 1:
        return [items]
    found = []
    for i in range(len(items)):
        for rest in orders(items[:i] + items[i + 1 :]):
            found.append([items[i]] + rest)
    return found


def three_parts(numbers):
    if len(numbers) <= 1:
        return numbers
    pivot = numbers[len(numbers) // 2]
    less = [x for x in numbers if x < pivot]
    same = [x for x in numbers if x == pivot]
    more = [x for x in numbers if x > pivot]
    return three_parts(less) + same + three_parts(more)


def multiples(n):
    crossed = [False] * (n + 1)
    for i in range(2, n + 1):
        for j in range(2 * i, n + 1, i):
            crossed[j] = True
    return crossed


def run_ends(text):
    ends = []
    i = 0
    while i < len(text):
        j = i
        while j < len(text) and text[j] == text[i]:
            j += 1
        ends.append(j)
        i = j
    return ends


def next_larger(numbers):
    waiting = []
    found = [-1] * len(numbers)
    for i in range(len(numbers)):
        while waiting and numbers[waiting[-1]] < numbers[i]:
            found[waiting.pop()] = numbers[i]
        waiting.append(i)
    return found


def shortest_window(numbers, wanted):
    left = total = 0
    best = len(numbers) + 1
    for right in range(len(numbers)):
        total += numbers[right]
        while left <= right and total >= wanted:
            best = min(best, right - left + 1)
            total -= numbers[left]
            left += 1
    return best


def in_order(graph):
    waits = {v: 0 for v in graph}
    for u in graph:
        for v in graph[u]:
            waits[v] += 1
    ready = [v for v in graph if waits[v] == 0]
    order = []
    while ready:
        u = ready.pop()
        order.append(u)
        for v in graph[u]:
            waits[v] -= 1
            if waits[v] == 0:
                ready.append(v)
    return order


def passes_until_sorted(numbers):
    n = len(numbers)
    moved = True
    while moved:
        moved = False
        for i in range(1, n):
            if numbers[i - 1] > numbers[i]:
                numbers[i - 1], numbers[i] = numbers[i], numbers[i - 1]
                moved = True
        n -= 1


def bits_of(n):
    count = 0
    while n:
        n &= n - 1
        count += 1
    return count


def crossed_out(n, composite):
    for i in range(2, n + 1):
        if not composite[i]:
            for j in range(2 * i, n + 1, i):
                composite[j] = True


def ways(n):
    known = {}

    def of(k):
        if k <= 1:
            return 1
        if k not in known:
            known[k] = of(k - 1) + of(k - 2)
        return known[k]

    return of(n)


def areas(grid):
    rows, columns = len(grid), len(grid[0])

    def sink(r, c):
        if r < 0 or r >= rows or c < 0 or c >= columns or grid[r][c] != 1:
            return
        grid[r][c] = 0
        sink(r + 1, c)
        sink(r - 1, c)
        sink(r, c + 1)
        sink(r, c - 1)

    count = 0
    for r in range(rows):
        for c in range(columns):
            if grid[r][c] == 1:
                sink(r, c)
                count += 1
    return count


def moved_up(heap, i):
    while i > 0:
        parent = (i - 1) // 2
        if heap[parent] >= heap[i]:
            return
        heap[parent], heap[i] = heap[i], heap[parent]
        i = parent


class Pile:
    def __init__(self):
        self.items = []

    def put(self, x):
        self.items.append(x)

    def has(self, x):
        return x in self.items


def longest_common(a, b):
    from functools import cache

    @cache
    def of(i, j):
        if i == len(a) or j == len(b):
            return 0
        if a[i] == b[j]:
            return 1 + of(i + 1, j + 1)
        return max(of(i + 1, j), of(i, j + 1))

    return of(0, 0)


def pieces(numbers, width):
    return [numbers[i : i + width] for i in range(0, len(numbers), width)]


def common_divisor(a, b):
    return a if b == 0 else common_divisor(b, a % b)


def chosen(n, k):
    if k == 0 or k == n:
        return 1
    return chosen(n - 1, k - 1) + chosen(n - 1, k)


def cut(n, prices, best):
    if best[n] >= 0:
        return best[n]
    if n == 0:
        return 0
    most = -1
    for i in range(1, n + 1):
        most = max(most, prices[i - 1] + cut(n - i, prices, best))
    best[n] = most
    return most


@cache
def days(day):
    return 0 if day > 365 else 1 + days(day + 1)


def looked_at_once(numbers):
    done = False
    total = 0
    for x in numbers:
        if not done:
            for y in numbers:
                total += x * y
            done = True
    return total


def at_one_place(n, k):
    count = 0
    for i in range(n):
        if i == k:
            for j in range(n):
                count += 1
    return count


def transposed(rows):
    return [list(column) for column in zip(*rows)]


def rows_shown(rows):
    for row in rows:
        print(*row)


def product_by_columns(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def pairs_of_rows(a, b):
    return [[x - y for x, y in zip(*pair)] for pair in zip(a, b)]


def is_there(xs, wanted):
    copied = []
    for x in xs:
        if x == wanted:
            copied = list(xs)
            break
    total = 0
    for x in copied:
        for y in copied:
            total += x * y
    return total


def moved_on(text, m, n, right):
    i = 0
    while i <= n - m:
        skip = 0
        for j in range(m):
            if text[i + j] != right[j]:
                skip = max(1, j - right[j])
                break
        if skip == 0:
            return i
        i += skip
    return -1


def last_smaller(a, j, left, pivot):
    for k in range(j, left - 1, -1):
        if a[k] < pivot:
            return k
    return -1


def filled_by(xs, n):
    for i in range(n):
        xs.append(i)


def filled_elsewhere(n):
    def put(k):
        for i in range(k):
            found.append(i)

    found = []
    put(n)
    total = 0
    for x in found:
        for y in found:
            total += x * y
    return total


def read_as_tree(nodes):
    if not nodes:
        return None
    value = nodes.pop()
    return (value, read_as_tree(nodes), read_as_tree(nodes))


def put_in_the_middle(xs, ys):
    for i in range(len(xs)):
        xs[i : i + 1] = ys


def different_sums(xs):
    return sorted({x + y for x in xs for y in xs if x + y == 0})


class Branching:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def every_one(self, deep=True):
        if deep:
            if self.left:
                self.left.every_one()
            if self.right:
                self.right.every_one()


def ever_again(n):
    if n > 0:
        ever_again(1)


def with_second_row(rows, one, other):
    if one not in rows:
        rows[one] = []
    if other in rows:
        return rows[other]
    rows[other] = [one]
    return rows[other]


@functools.lru_cache
def remembered_sum(n):
    total = 0
    for i in range(n):
        total += i
    return total


class OfUnknownFields:
    def holds(self, key):
        return key in self.fields


def passed_once_by_a_break(n):
    i = 0
    while i < n:
        i = i + 1
        break
    t = 0
    for _ in range(n):
        for _ in range(n):
            t += 1
    return t


def passed_once_without_a_test(xs):
    y = 0
    while True:
        y += 1
        break
    for _ in xs:
        for _ in xs:
            y += 1
    return y


def passed_once_left_in_two_places(xs):
    while True:
        if xs[0] > 3:
            break
        return 0
    for x in xs:
        print(x)
    return 1


def counted_on(n, m):
    at = m
    while at < n:
        at += 1
    for j in range(at):
        print(j)


def both_ends(text):
    left, right = 0, len(text) - 1
    while left < right:
        while left < right and text[left] not in "aeiou":
            left += 1
        while left < right and text[right] not in "aeiou":
            right -= 1
        left, right = left + 1, right - 1


def equal_runs(items, n):
    at = 0
    while at < n:
        end = at + 1
        while end < n and items[end] == items[at]:
            end += 1
        at = end


def equal_runs_or_one(items, n, least):
    at = 0
    while at < n:
        end = at
        while end < n and items[end]:
            end += 1
        if end > least:
            at = end + 1
        else:
            at += 1


def up_to_a_mark(items, n):
    at = 0
    while at < n:
        end = at
        while end < n and items[end] != 0:
            end += 1
        if end == n:
            return at
        at = end + 1


def from_the_begin_each_time(items, n):
    at = steps = 0
    while at < n:
        end = 0
        while end < n and items[end] != at:
            end += 1
        steps += end
        at += 1
    return steps


def one_bit(k):
    number = 2**k
    while number:
        number &= number - 1


def summed_up(tree, at):
    total = 0
    while at > 0:
        total += tree[at]
        at -= at & (-at)
    return total


def added_to(tree, n, at, more):
    while at <= n:
        tree[at] += more
        at += at & (-at)


def added_to_a_moving_end(n, at):
    while at <= n:
        at += at & (-at)
        n += 1


def lowest_and_back(at):
    while at > 0:
        at -= at & (-at)
        at += 1


def bezout(a, b):
    old, rest = a, b
    x, y = 1, 0
    while rest != 0:
        times = old // rest
        old, rest = rest, old - times * rest
        x, y = y, x - times * y
    return old, x


def no_remainder(a, b):
    while b:
        times = a // b
        a, b = b, a - times * b + 1


def every_kth(items, k):
    at = found = 0
    while at < len(items):
        found += 1
        at += k
    return found


def integral(step):
    x = area = 0
    while x < 1:
        area += x * step
        x += step
    return area


def sift_up(heap, at):
    while at // 2 > 0:
        if heap[at] >= heap[at // 2]:
            break
        heap[at], heap[at // 2] = heap[at // 2], heap[at]
        at = at // 2


def thirds(m):
    at = 0
    while at // 3 < m:
        at = at + 1


def scan(items, wanted):
    at = 0
    while items[at] != wanted:
        at += 1
    return at


def scan_by_hand(items, wanted):
    at = 0
    while True:
        if items[at] == wanted:
            return at
        at += 1


def scan_what_grows(items):
    at = 0
    while items[at] != 3:
        items.append(2)
        at += 1


def scan_round(items, wanted):
    at = 0
    while items[at] != wanted:
        at = (at + 1) % len(items)


def scan_or_not(items, n):
    at = 0
    while n > 3 or items[at] == 4:
        at += 1


def letters_only(text):
    left, right = 0, len(text) - 1
    while left < right:
        while text[left] in " .,":
            left += 1
        while text[right] in " .,":
            right -= 1
        left, right = left + 1, right - 1


def print_subsets(items, at, chosen):
    if at == len(items):
        print(chosen)
        return
    print_subsets(items, at + 1, chosen)
    chosen.append(items[at])
    print_subsets(items, at + 1, chosen)
    chosen.pop()


def print_words(n, word):
    if n == 0:
        print(word)
        return
    for letter in "abc":
        print_words(n - 1, word + letter)


def handed_three_more(n, m):
    if n == 0:
        return
    for _ in range(m):
        print(m)
    handed_three_more(n - 1, m + 3)


def handed_twice_as_much(n, m):
    if n == 0:
        for _ in range(m):
            print(m)
        return
    handed_twice_as_much(n - 1, 2 * m)


def ends_by_the_first_alone(n, m):
    if n == 0:
        return
    if m > 3:
        ends_by_the_first_alone(n - 1, m + 5)
        ends_by_the_first_alone(n - 1, m + 5)
    else:
        ends_by_the_first_alone(n - 1, m + 1)


def prime_divisors(n):
    found = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            found.append(divisor)
            n //= divisor
        divisor += 1
    return found


def divided_and_doubled(n):
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            n //= divisor
        n = n * 2
        divisor += 1


def divided_by_nothing(n):
    divisor = 0
    while divisor < n:
        while n % divisor == 0:
            n //= divisor
        divisor += 1


def split_by_the_last(a, lo, hi):
    p = a[hi]
    i = lo
    for j in range(lo, hi):
        if a[j] < p:
            a[i], a[j] = a[j], a[i]
            i += 1
    a[i], a[hi] = a[hi], a[i]
    return i


def split_of_another(a, lo, hi):
    return split_by_the_last(a, lo, hi)


def sorted_by_a_split_of_another(a, lo, hi):
    if lo < hi:
        q = split_of_another(a, lo, hi)
        sorted_by_a_split_of_another(a, lo, q - 1)
        sorted_by_a_split_of_another(a, q + 1, hi)


def ways_to_pay(coins, R):
    ways = [1] + [0] * R
    for coin in coins:
        for rest in range(coin, R + 1):
            ways[rest] += ways[rest - coin]
    return ways[R]


def knapsack_backwards(weights, values, W):
    best = [0] * (W + 1)
    for i in range(len(weights)):
        for w in range(W, weights[i] - 1, -1):
            best[w] = max(best[w], best[w - weights[i]] + values[i])
    return best[W]


def counts_data(data, result):
    for i in range(data):
        for j in range(result):
            print(i, j)


def digit_sum(n):
    return sum(int(digit) for digit in str(n))


def encoded(word):
    return "".join(map(chr, word))


def least(s):
    return min(s)


def deep_copied(x):
    return copy.deepcopy(x)


def keyed(keys):
    return dict.fromkeys(keys, 0)


def queued(n):
    waiting = queue.Queue()
    for i in range(n):
        waiting.put(i)
    while not waiting.empty():
        print(waiting.get())


def sorted_again_and_again(xs):
    left = list(xs)
    while len(left) > 1:
        left.append(left.pop(0) + left.pop(0))
        left.sort()
    return left[0]


def sorted_rows(rows):
    for row in rows:
        row.sort()


def tuple_that_grows(n):
    found = ()
    for i in range(n):
        found += (i,)
    return found


def tuple_that_is_filled(n):
    pairs = (0,) * n
    for _ in pairs:
        for _ in pairs:
            pass


def text_made_anew(n):
    text = ""
    for _ in range(n):
        text = f"{text}x"
    return text


def text_in_a_text(text: str):
    for letter in text:
        both = f"{text}{letter}"
    return both


def text_filled_in(text: str):
    for letter in text:
        both = "%s%s" % (text, letter)
    return both


def numbers_in_a_text(n):
    for i in range(n):
        print(f"{i}: {i**2:>3} of {n}, {str(i)}")


def kept_for_all(n, memo={}):
    if n in memo:
        return memo[n]
    memo[n] = n if n < 2 else kept_for_all(n - 1) + kept_for_all(n - 2)
    return memo[n]


def kept_and_handed_on(n, memo=None):
    if memo is None:
        memo = {}
    if n in memo:
        return memo[n]
    memo[n] = n if n < 2 else kept_and_handed_on(n - 1, memo) + kept_and_handed_on(n - 2, memo=memo)
    return memo[n]


def kept_by_each_alone(n):
    memo = {}
    if n in memo:
        return memo[n]
    memo[n] = n if n < 2 else kept_by_each_alone(n - 1) + kept_by_each_alone(n - 2)
    return memo[n]


def kept_and_not_handed_on(n, memo=None):
    if memo is None:
        memo = {}
    if n in memo:
        return memo[n]
    memo[n] = n if n < 2 else kept_and_not_handed_on(n - 1) + kept_and_not_handed_on(n - 2)
    return memo[n]


def kept_elsewhere(n, memo={}):
    if n in memo:
        return memo[n]
    memo[-n] = n if n < 2 else kept_elsewhere(n - 1) + kept_elsewhere(n - 2)
    return memo[-n]


def joined_by_sum(rows):
    return sum(rows, [])


def joined_by_sum_of_rows_made_here(n):
    rows = [[0] * n for _ in range(n)]
    flat = sum(rows, [])
    return sum(flat)


def joined_by_sum_from_a_tuple(rows):
    return sum(rows, ())


def joined_by_sum_with_its_name(rows):
    return sum(rows, start=[])


def joined_by_sum_of_copies(rows):
    return sum(map(list, rows), [])


def joined_by_sum_of_what_is_not_known(rows):
    return sum((row for row in rows), [])


def summed_from_a_number(xs, first):
    return sum(xs, start=0) + sum(xs, first)


def numbered_from(xs, first):
    for i, x in enumerate(xs, first):
        print(i, x)
