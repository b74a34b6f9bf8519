import java.util.*;
import java.util.concurrent.*;

class Tasks {
    static class Fibonacci extends RecursiveTask<Integer> {
        final int n;
        Fibonacci(int n) { this.n = n; }
        protected Integer compute() {
            if (n <= 1) return n;
            Fibonacci rest = new Fibonacci(n - 1);
            rest.fork();
            return new Fibonacci(n - 2).compute() + rest.join();
        }
    }

    static class Increment extends RecursiveAction {
        static final int THRESHOLD = 1000;
        long[] array;
        int lo, hi;
        Increment(long[] array, int lo, int hi) { this.array = array; this.lo = lo; this.hi = hi; }
        protected void compute() {
            if (hi - lo < THRESHOLD) {
                for (int i = lo; i < hi; ++i) array[i]++;
                return;
            }
            int mid = (lo + hi) >>> 1;
            invokeAll(new Increment(array, lo, mid), new Increment(array, mid, hi));
        }
    }

    static int total(int[] row) {
        int s = 0;
        for (int x : row) s += x;
        return s;
    }

    static int submitted(int[][] rows) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Integer>> results = new ArrayList<>();
        for (int[] row : rows) results.add(pool.submit(() -> total(row)));
        int s = 0;
        for (Future<Integer> result : results) s += result.get();
        return s;
    }

    static long halves(int[] a, int lo, int hi) {
        if (hi - lo == 1) return a[lo];
        int mid = (lo + hi) / 2;
        long[] r = new long[2];
        Thread t = new Thread(() -> { r[0] = halves(a, lo, mid); });
        t.start();
        r[1] = halves(a, mid, hi);
        try {
            t.join();
        } catch (InterruptedException e) {
        }
        return r[0] + r[1];
    }

    static long squares(int n) {
        return IntStream.range(0, n).parallel().mapToLong(i -> i * i).sum();
    }

    static long added(int[] a, int lo, int hi) {
        if (hi - lo == 1) return a[lo];
        int mid = (lo + hi) / 2;
        List<Long> found = new ArrayList<>();
        Thread t = new Thread(() -> found.add(added(a, lo, mid)));
        t.start();
        long rest = added(a, mid, hi);
        try {
            t.join();
        } catch (InterruptedException e) {
        }
        return rest + found.get(0);
    }

    static synchronized void count(int n) {
        for (int i = 0; i < n; i++) System.out.println(i);
    }

    static void inARow(int n) throws Exception {
        Thread[] threads = new Thread[n];
        for (int i = 0; i < n; i++) {
            threads[i] = new Thread(() -> count(n));
            threads[i].start();
        }
        for (int i = 0; i < n; i++) threads[i].join();
    }

    static long oneByOne(int[][] rows, int n) {
        return IntStream.range(0, n).parallel().sequential().map(i -> counted(n)).sum();
    }

    static int counted(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) s += i;
        return s;
    }
}
