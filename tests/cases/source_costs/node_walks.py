from collections import deque


def breadth_first(root):
    if not root:
        return []
    out = []
    queue = deque([root])
    while queue:
        node = queue.popleft()
        out.append(node.val)
        if node.left:
            queue.append(node.left)
        if node.right:
            queue.append(node.right)
    return out


def by_level_sizes(root):
    res = []
    queue = deque([root])
    while queue:
        size = len(queue)
        row = []
        for _ in range(size):
            node = queue.popleft()
            row.append(node.val)
            if node.left:
                queue.append(node.left)
            if node.right:
                queue.append(node.right)
        res.append(row)
    return res


def has_sum(root, sum):
    stack = [(root, root.val)]
    while stack:
        node, val = stack.pop()
        if node.left is None and node.right is None and val == sum:
            return True
        if node.left is not None:
            stack.append((node.left, val + node.left.val))
        if node.right is not None:
            stack.append((node.right, val + node.right.val))
    return False


def put_in_twice(root):
    stack = [root]
    while stack:
        node = stack.pop()
        if node.left:
            stack.append(node.left)
            stack.append(node.left)


def upward_too(root):
    stack = [root]
    while stack:
        node = stack.pop()
        if node.parent:
            stack.append(node.parent)
        if node.left:
            stack.append(node.left)


def rewired(root):
    stack = [root]
    while stack:
        node = stack.pop()
        node.left = root
        if node.left:
            stack.append(node.left)


def with_children(root):
    stack = [root]
    s = 0
    while stack:
        node = stack.pop()
        s += node.val
        for child in node.children:
            stack.append(child)
    return s


def with_nothing(root):
    stack = [root]
    s = 0
    while stack:
        node = stack.pop()
        if node is None:
            continue
        s += node.val
        stack.append(node.left)
        stack.append(node.right)
    return s


def root_again(root):
    stack = [root]
    while stack:
        node = stack.pop()
        stack.append(node.left)
        stack.append(root)


def list_as_queue(root):
    stack = [root]
    while stack:
        node = stack.pop(0)
        if node.left:
            stack.append(node.left)
        if node.right:
            stack.append(node.right)


def for_each_node(root, xs):
    stack = [root]
    while stack:
        node = stack.pop()
        for x in xs:
            print(x)
        if node.left:
            stack.append(node.left)
        if node.right:
            stack.append(node.right)


def in_order_by_stack(root):
    res, stack = [], []
    while root or stack:
        while root:
            stack.append(root)
            root = root.left
        root = stack.pop()
        res.append(root.val)
        root = root.right
    return res


def by_new_lists(root):
    res, level = [], [root]
    while level:
        cur = []
        new = []
        for node in level:
            cur.append(node.val)
            if node.left:
                new.append(node.left)
            if node.right:
                new.append(node.right)
        level = new
        res.append(cur)
    return res


def in_order_forever(root):
    if not root:
        return None
    stack = []
    while True:
        if root:
            stack.append(root)
            root = root.left
        else:
            if not stack:
                break
            root = stack.pop()
            print(root.val, end=" ")
            root = root.right


def in_order_elif(root):
    stack = []
    current = root
    while True:
        if current is not None:
            stack.append(current)
            current = current.left
        elif stack:
            current = stack.pop()
            print(current.data)
            current = current.right
        else:
            break


def in_order_by_turns(root):
    out, stack = [], []
    node = root
    while stack or node:
        if node:
            stack.append(node)
            node = node.left
        else:
            node = stack.pop()
            out.append(node.val)
            node = node.right
    return out


def in_order_left(root):
    stack = []
    node = root
    while True:
        while node:
            stack.append(node)
            node = node.left
        if not stack:
            break
        node = stack.pop()
        print(node.val)
        node = node.right


def pre_order_by_turns(root):
    out, stack = [], []
    node = root
    while stack or node:
        if node:
            out.append(node.val)
            stack.append(node)
            node = node.left
        else:
            node = stack.pop()
            node = node.right
    return out


def left_twice(root):
    stack = []
    node = root
    while stack or node:
        if node:
            stack.append(node)
            node = node.left
        else:
            node = stack.pop()
            node = node.left


def pushed_twice(root):
    stack = []
    node = root
    while stack or node:
        if node:
            stack.append(node)
            stack.append(node)
            node = node.left
        else:
            node = stack.pop()
            node = node.right


def kth_in_order(root, k):
    stack = []
    while True:
        while root:
            stack.append(root)
            root = root.left
        if not stack:
            break
        root = stack.pop()
        k -= 1
        if k == 0:
            return root.val
        root = root.right
