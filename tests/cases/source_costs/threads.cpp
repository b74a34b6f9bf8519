#include <future>
#include <thread>
#include <mutex>
#include <vector>

long fibonacci(int n)
{
    if (n < 2) return n;
    auto rest = std::async(std::launch::async, fibonacci, n - 1);
    return fibonacci(n - 2) + rest.get();
}

long waited_too_early(int n)
{
    if (n < 2) return n;
    auto rest = std::async(std::launch::async, waited_too_early, n - 1);
    return rest.get() + waited_too_early(n - 2);
}

void count_to(int n)
{
    for (int i = 0; i < n; i++)
        printf("%d", i);
}

void lambda_each(int n)
{
    std::vector<std::thread> started;
    for (int i = 0; i < n; ++i)
        started.emplace_back([&] { for (int j = 0; j < n; ++j) printf("x"); });
    for (auto& t : started) t.join();
}

void thread_each(int n)
{
    std::vector<std::thread> started;
    for (int i = 0; i < n; ++i) started.push_back(std::thread(count_to, n));
    for (int i = 0; i < n; ++i) started[i].join();
}

void halves(int* a, int lo, int hi, int* b)
{
    if (hi - lo < 2) return;
    int mid = (lo + hi) / 2;
    std::thread left([=] { halves(a, lo, mid, b); });
    std::thread right([=] { halves(a, mid, hi, b); });
    left.join();
    right.join();
    for (int i = lo; i < hi; i++) b[i] = a[i];
}

void set_beside(int n)
{
    int k = 1;
    std::thread t([=] { count_to(n); count_to(n); });
    k = n;
    t.join();
    for (int i = 0; i < k; i++)
        count_to(k);
}

void put(std::vector<long>& found, long x) { found.push_back(x); }

long put_by_a_thread(int n)
{
    if (n < 2) return 1;
    std::vector<long> found;
    std::thread t([&] { put(found, put_by_a_thread(n - 1)); });
    long rest = put_by_a_thread(n - 1);
    t.join();
    return rest + found[0];
}

std::mutex one_at_a_time;

void locked_each(int n)
{
    std::vector<std::thread> started;
    for (int i = 0; i < n; ++i)
        started.emplace_back([&] {
            std::lock_guard<std::mutex> held(one_at_a_time);
            for (int j = 0; j < n; ++j) printf("x");
        });
    for (auto& t : started) t.join();
}

void nobody_keeps_it(int n)
{
    for (int i = 0; i < n; ++i) std::async(std::launch::async, count_to, n);
}

void ends_with_its_round(int n)
{
    for (int i = 0; i < n; ++i) {
        auto one = std::async(std::launch::async, count_to, n);
        count_to(1);
    }
}

void joins_itself(int n)
{
    if (n < 2) return;
    {
        std::jthread t(joins_itself, n / 2);
    }
    joins_itself(n / 2);
}

void handed_on(int n)
{
    std::vector<std::future<void>> started;
    for (int i = 0; i < n; ++i) {
        auto one = std::async(std::launch::async, count_to, n);
        started.push_back(std::move(one));
    }
    for (auto& f : started) f.get();
}

void each_its_own_lock(int n)
{
    std::vector<std::thread> started;
    for (int i = 0; i < n; ++i)
        started.emplace_back([&] {
            std::mutex own;
            std::lock_guard<std::mutex> held(own);
            for (int j = 0; j < n; ++j) printf("x");
        });
    for (auto& t : started) t.join();
}

void one_lock_for_all(int n)
{
    std::vector<std::thread> started;
    for (int i = 0; i < n; ++i)
        started.emplace_back([&] {
            static std::mutex shared;
            std::lock_guard<std::mutex> held(shared);
            for (int j = 0; j < n; ++j) printf("x");
        });
    for (auto& t : started) t.join();
}
