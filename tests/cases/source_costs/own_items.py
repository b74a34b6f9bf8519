"""Tests of items against the input that they come from: `t_` is told with Θ, `o_` is not.

Some input takes the costliest way of the `t_`; none that of most of the `o_`, whose loops end where an item meets
itself: none of them is told less than it takes.
"""


def t_at_once(xs):  # 1
    for x in xs:
        if x in xs:
            return x
    return None


def t_kept_answer(xs):  # 1
    for x in xs:
        known = x in xs
        if known:
            return x
    return None


def t_by_index(xs):  # 1
    for i in range(len(xs)):
        if xs[i] in xs:
            return i
    return -1


def t_own_key(d):  # 1
    for k in d:
        if k in d:
            return k
    return None


def t_goes_on_while_missing(xs):  # 1
    i = 0
    while i < len(xs) and xs[i] not in xs:
        i += 1
    return i


def o_from_its_own_place(xs):
    for i in range(len(xs)):
        j = i
        while j < len(xs):
            if xs[i] == xs[j]:
                return True
            j += 1
    return False


def t_of_a_copy(xs):  # n
    ys = list(xs)
    for x in xs:
        if x in ys:
            return x
    return None


def t_of_the_sorted(xs):  # n log n
    ys = sorted(xs)
    for x in xs:
        if x in ys:
            return x
    return None


def t_same_place(xs):  # 1
    for i, x in enumerate(xs):
        if x == xs[i]:
            return x
    return None


def t_not_above_the_largest(xs):  # n
    m = max(xs)
    for x in xs:
        if x <= m:
            return x
    return None


def t_never_missing(xs):  # n**2
    for x in xs:
        if x not in xs:
            return x
    return None


def o_diagonal(xs):
    for x in xs:
        for y in xs:
            if x == y:
                return True
    return False


def o_behind_it_and_itself(xs):
    for i, x in enumerate(xs):
        if x in xs[i:]:
            return x
    return None


def o_count(xs):
    for x in xs:
        if xs.count(x) > 0:
            return x
    return None


def o_first_index(xs):
    for i in range(len(xs)):
        if xs.index(xs[i]) == i:
            return i
    return -1


def o_put_in_before(xs):
    seen = []
    for x in xs:
        seen.append(x)
        if x in seen:
            return x
    return None


def o_filled_by_the_round_before(xs, ys):
    seen = []
    for x in xs:
        for y in ys:
            if y in seen:
                return x
            seen.append(y)
    return None


def o_any(xs):
    return any(x == y for x in xs for y in xs)


def o_all(xs):
    return all(x != y for x in xs for y in xs)


def o_next(xs):
    return next(x for x in xs if x in xs)


def t_twice(xs):  # n**2
    for i in range(len(xs)):
        for j in range(i + 1, len(xs)):
            if xs[i] == xs[j]:
                return True
    return False


def t_behind_it(xs):  # n**2
    for i, x in enumerate(xs):
        if x in xs[i + 1 :]:
            return x
    return None


def t_count(xs):  # n**2
    for x in xs:
        if xs.count(x) > 1:
            return x
    return None


def t_seen_before(xs):  # n**2
    seen = []
    for x in xs:
        if x in seen:
            return x
        seen.append(x)
    return None


def t_sum_seen_before(xs, t):  # n
    seen = set()
    for x in xs:
        if t - x in seen:
            return x
        seen.add(x)
    return None


def t_next_to_it(xs):  # n
    return all(xs[i] <= xs[i + 1] for i in range(len(xs) - 1))


def t_the_next_number(xs):  # n
    known = set(xs)
    for x in xs:
        if x + 1 in known:
            return x
    return None


def t_all_in_it(xs):  # n**2
    return all(x in xs for x in xs)


def t_first_of_all(xs):  # 1
    for x in xs:
        return x
    return None


def t_not_found(xs, t):  # n
    for x in xs:
        if x == t:
            break
    else:
        return -1
    return 1


def o_behind_a_break(xs, t):  # n**2, where the last item is found
    for x in xs:
        if x == t:
            break
    else:
        return -1
    for x in xs:
        for y in xs:
            t += x * y
    return t


def t_first_index_is_even(xs):  # 1
    for i in range(len(xs)):
        if i % 2 == 0:
            return i
        for x in xs:
            i += x
    return -1


def t_kept_just_now(xs):  # 1
    last = None
    for x in xs:
        last = x
        if last == x:
            return x
    return None


def t_zipped_with_itself(xs):  # 1
    for x, y in zip(xs, xs, strict=True):
        if x == y:
            return x
    return None


def t_unpacked(xs):  # n
    first, *rest = xs
    for x in xs:
        if x == first:
            return len(rest)
    return None


def t_filled_before(xs):  # n
    seen = {}
    for x in xs:
        seen[x] = True
    for x in xs:
        if x in seen:
            return x
    return None


def t_all_are_keys(xs):  # n
    places = {x: i for i, x in enumerate(xs)}
    total = 0
    for x in xs:
        if x not in places:
            for y in xs:
                total += y
    return total


def t_counted_once_at_least(xs):  # n
    counts = {}
    for x in xs:
        counts[x] = counts.get(x, 0) + 1
    for x in xs:
        if counts[x] > 0:
            return x
    return None


def o_let_through(xs):  # n**2
    total = 0
    kept = [x for x in xs if x > 0]
    for x in kept:
        if x > 0:
            return x
        for y in xs:
            total += y
    return total


def o_written_between(xs):  # n
    for i in range(len(xs)):
        x = xs[i]
        xs[i] = 0
        if xs[i] == x:
            return x
    return None


def t_counted_once(xs):  # n
    counts = {}
    for x in xs:
        counts[x] = counts.get(x, 0) + 1
    for x in xs:
        if counts[x] == 1:
            return x
    return None


def t_as_the_one_before(xs):  # n
    last = None
    for x in xs:
        if last is not None and last == x:
            return x
        last = x
    return None


def t_zipped_with_the_next_but_one(xs):  # n
    for x, y in zip(xs, xs[2:], strict=False):
        if x == y:
            return x
    return None


def t_divides(n):  # n
    for i in range(2, n):
        if n % i == 0:
            return i
    return n


def o_one_divides(n):  # n
    for i in range(1, n):
        if n % i == 0:
            return i
    return n


def o_flag_of_the_first_round(xs):  # n**2
    total = 0
    stop = False
    for _x in xs:
        if stop:
            return total
        for y in xs:
            total += y
        stop = True
    return total


def o_smallest_of_a_loop_before(xs):  # n**2
    total = 0
    m = xs[0]
    for x in xs:
        if x < m:
            m = x
    for x in xs:
        if x < m:
            for y in xs:
                total += y
    return total


def o_sorted_in_place(xs):  # n**2
    total = 0
    xs.sort()
    for i in range(1, len(xs)):
        if xs[i - 1] > xs[i]:
            for y in xs:
                total += y
    return total


def o_of_its_set(xs):  # n**2
    total = 0
    for x in set(xs):
        for y in xs:
            if x == y:
                return total
            total += 1
    return total


def o_made_of_it(xs):  # n**2
    total = 0
    ys = [x + 1 for x in xs]
    for x, y in zip(xs, ys, strict=True):
        if x < y:
            return total
        for z in xs:
            total += z
    return total


def o_kept_answers(xs):  # n**2
    total = 0
    for x in xs:
        above = x > 0
        below = x <= 0
        if above and below:
            for y in xs:
                total += y
    return total


def t_sum_of_squares(xs):  # n
    c = 0
    total = 0
    for x in xs:
        total += x * x
        if total < 0:
            for y in xs:
                c += y
    return c


def t_never_above_zero(xs):  # n
    c = 0
    low = 0
    for x in xs:
        low = min(low, x)
        if low > 0:
            for y in xs:
                c += y
    return c


def t_twice_in_a_row(xs):  # n**2
    total = 0
    xs.sort()
    for i in range(1, len(xs)):
        if xs[i - 1] == xs[i]:
            for y in xs:
                total += y
    return total


def t_largest_so_far(xs):  # n**2
    total = 0
    best = xs[0]
    for x in xs:
        if x > best:
            best = x
            for y in xs:
                total += y
    return total


def o_counted_up_to_the_length(xs):  # n**2
    count = 0
    for _x in xs:
        for _y in xs:
            count += 1
            if count > len(xs):
                return count
    return count


def o_the_same_index_around(xs):  # n**2
    total = 0
    n = len(xs)
    for i in range(n):
        if xs[i] != xs[i % n]:
            for y in xs:
                total += y
    return total


def t_the_rest_is_copied(xs):  # n
    first, *rest = xs
    return first, rest


def o_all_remainders(xs):  # n**2
    c = 0
    for x in xs:
        if x % 2 == 0 or x % 2 == 1:
            return c
        for y in xs:
            c += y
    return c


def o_remainders_one_after_the_other(xs):  # n**2
    c = 0
    for x in xs:
        if x % 2 == 0:
            return c
        elif x % 2 == 1:
            return -c
        for y in xs:
            c += y
    return c


def o_below_or_above(xs, t):  # n**2
    c = 0
    for x in xs:
        if x <= t or x > t:
            return c
        for y in xs:
            c += y
    return c


def o_the_first_by_next(xs):  # n
    first = next(iter(xs))
    for x in xs:
        if x == first:
            return x
    return None


def o_largest_so_far_or_equal(xs):  # n**2
    c = 0
    best = xs[0]
    for x in xs:
        if x <= best:
            return c
        best = x
        for y in xs:
            c += y
    return c


def o_not_seen_before(xs):  # n**2
    c = 0
    seen = set()
    for x in xs:
        if x not in seen:
            return c
        seen.add(x)
        for y in xs:
            c += y
    return c


def o_just_made_smallest(xs):  # n**2
    c = 0
    low = xs[0]
    for x in xs:
        low = min(low, x)
        if low > x:
            for y in xs:
                c += y
    return c


def o_none_at_first(xs):  # n**2
    c = 0
    best = None
    for x in xs:
        if best is None or x > best:
            return c
        best = x
        for y in xs:
            c += y
    return c


def o_just_put_in_order(xs):  # n**2
    c = 0
    for i in range(len(xs) - 1):
        if xs[i] > xs[i + 1]:
            xs[i], xs[i + 1] = xs[i + 1], xs[i]
        if xs[i] <= xs[i + 1]:
            return c
        for y in xs:
            c += y
    return c


def o_mirrored(a):
    n = len(a)
    for i in range(n):
        for j in range(n):
            if a[i][j] == a[j][i]:
                return False
    return True


def t_empty_sum_at_first(xs):  # 1
    c = 0
    s = 0
    for x in xs:
        if s == 0:
            return c
        s += x
        for y in xs:
            c += y
    return c


def t_letters_of_the_other(s, t):
    counts = {}
    for c in s:
        counts[c] = counts.get(c, 0) + 1
    for c in t:
        if c not in counts:
            return c
    return None


def t_strictly_rising(xs):  # n
    last = xs[0]
    for i in range(1, len(xs)):
        if xs[i] <= last:
            return False
        last = xs[i]
    return True


def t_mirrored(a):  # n**2
    n = len(a)
    for i in range(n):
        for j in range(n):
            if a[i][j] != a[j][i]:
                return False
    return True
