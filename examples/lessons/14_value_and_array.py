"""A Value is one number and an Array is a row of numbers or bytes, in memory that main and its processes share.

python examples/lessons/14_value_and_array.py

Both are of a C type with a fixed size: "i" an int, "d" a double, "c" a byte. They are handed over as arguments.
"""

from multiprocessing import Array, Process, Value


def change(number, squares, word):
    number.value = 2.5
    for i, x in enumerate(squares):
        squares[i] = x * x
    word.value = word.value.upper()


if __name__ == "__main__":
    number = Value("d", 0)
    squares = Array("i", [2, 3, 5, 7])
    word = Array("c", b"fork and join")
    print(f"Before: {number.value}, {squares[:]}, {word.value}")

    process = Process(target=change, args=(number, squares, word))
    process.start()
    process.join()

    print(f"After:  {number.value}, {squares[:]}, {word.value}, as text {word.value.decode('ascii')!r}")
    word.value = b"spawn"
    print(f"A shorter word:  word.value is {word.value}, up to the first zero byte;")
    print(f"                 word.raw is {word.raw}: the old rest is still behind it.")
    number_of_32_bits = Value("i", 2**31 - 1)
    number_of_32_bits.value += 1
    print(f"A C int has an end: 2147483647 + 1 is {number_of_32_bits.value}, without an error.")
