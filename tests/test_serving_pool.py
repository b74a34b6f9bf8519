"""The pool of worker processes: each request is answered for itself, whatever the others do to their process."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Coroutine
from typing import Any

import pytest

from recur.serving.pool import Pool, ServingProcess
from tests.served_answers import JsonObject

ANSWERER = "tests.served_answers:answer"
LOOPS = {"loop": "heeding"}


def pool(**limits: Any) -> Pool:
    return Pool(ANSWERER, **{"size": 2, "seconds": None} | limits)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


async def told(asked: Pool, request: JsonObject, seconds: float | None = None) -> JsonObject:
    found: JsonObject = json.loads(await asked.answer(request, seconds))
    return found


async def all_told(asked: Pool, requests: list[JsonObject], seconds: float | None = None) -> list[JsonObject]:
    return await asyncio.gather(*(told(asked, request, seconds) for request in requests))


def test_each_request_gets_its_own_answer() -> None:
    async def work() -> None:
        async with pool() as asked:
            found = await all_told(asked, [{"say": f"{k} Θ"} for k in range(50)])
            assert [each["said"] for each in found] == [f"{k} Θ" for k in range(50)]
            assert len({each["process"] for each in found}) <= 2

    run(work())


def test_a_process_is_warm_before_its_first_request() -> None:
    async def work() -> None:
        async with pool(warm=[{"say": "at first"}], size=1) as asked:
            assert (await told(asked, {"say": "now"}))["before"] == 1

    run(work())


@pytest.mark.parametrize(
    ("request_", "kind", "said"),
    [
        ({"loop": "heeding"}, "limit", "time limit"),
        ({"loop": "deaf"}, "limit", "time limit"),
        ({"end": 3}, "limit", "ended without a word"),
        ({"refuse": "no recurrence"}, "invalid", "no recurrence"),
        ({"fault": "a bug"}, "internal", "a fault in recur"),
    ],
)
def test_what_goes_wrong_is_an_answer_and_costs_no_other(request_: JsonObject, kind: str, said: str) -> None:
    async def work() -> None:
        async with pool() as asked:
            wrong, right = await asyncio.gather(told(asked, request_, 0.3), told(asked, {"say": "beside"}))
            assert wrong["error"]["kind"] == kind and said in wrong["error"]["message"]
            assert right["said"] == "beside" and (await told(asked, {"say": "behind"}))["said"] == "behind"

    run(work())


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_memory_is_limited() -> None:
    async def work() -> None:
        async with pool(size=1) as asked:
            assert (await told(asked, {"memory": 1 << 40}))["error"]["kind"] == "limit"
            assert await told(asked, {"memory": 1 << 20}) == {"held": 1 << 20}

    run(work())


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_process_that_has_held_much_makes_room_for_a_fresh_one() -> None:
    async def work() -> None:
        async with pool(size=1) as asked:
            first = await told(asked, {"say": "small"})
            assert (await told(asked, {"say": "again"}))["process"] == first["process"]
            assert "held" in await told(asked, {"memory": int(0.6 * asked.memory)})
            assert (await told(asked, {"say": "fresh"}))["process"] != first["process"]

    run(work())


def test_what_is_printed_is_no_answer() -> None:
    async def work() -> None:
        async with pool(size=1) as asked:
            assert await told(asked, {"print": '{"said": "forged"}'}) == {"printed": '{"said": "forged"}'}

    run(work())


def test_a_hundred_requests_and_one_in_ten_without_an_end() -> None:
    """What never ends is stopped; all others are answered, though there are more of it than processes."""

    async def work() -> None:
        async with pool() as asked:
            requests = [LOOPS if k % 10 == 0 else {"say": str(k)} for k in range(100)]
            found = await asyncio.gather(*(told(asked, each, 0.2 if each is LOOPS else None) for each in requests))
            for position, each in enumerate(found):
                if position % 10:
                    assert each["said"] == str(position)
                else:
                    assert each["error"]["kind"] == "limit"

    run(work())


def test_requests_that_have_no_end_give_way_to_those_behind_them() -> None:
    """Both processes are taken by requests without a limit: they step aside, and what waits is answered."""

    async def work() -> None:
        async with pool() as asked:
            endless = [asyncio.ensure_future(asked.answer(LOOPS)) for _ in range(2)]
            assert (await told(asked, {"say": "behind"}))["said"] == "behind"
            assert not any(each.done() for each in endless)
            for each in endless:
                each.cancel()
            await asyncio.gather(*endless, return_exceptions=True)

    run(work())


def test_a_request_that_is_given_up_frees_its_process() -> None:
    async def work() -> None:
        async with pool(size=1) as asked:
            first = (await told(asked, {"say": "first"}))["process"]
            endless = asyncio.ensure_future(asked.answer(LOOPS))
            waiting = asyncio.ensure_future(asked.answer({"say": "never heard"}))
            await asyncio.sleep(0)
            waiting.cancel()
            endless.cancel()
            await asyncio.gather(endless, waiting, return_exceptions=True)
            assert endless.cancelled() and waiting.cancelled()
            last = await told(asked, {"say": "last"})
            assert last["said"] == "last" and last["process"] != first

    run(work())


def test_the_line_of_those_who_wait_is_bounded() -> None:
    async def work() -> None:
        async with pool(size=1, most_waiting=3) as asked:
            endless = [asyncio.ensure_future(asked.answer(LOOPS)) for _ in range(3)]
            await asyncio.sleep(0)
            refused = await told(asked, {"say": "one too many"})
            assert refused["error"]["kind"] == "limit" and "waiting already" in refused["error"]["message"]
            for each in endless:
                each.cancel()
            await asyncio.gather(*endless, return_exceptions=True)

    run(work())


def test_where_no_process_can_start_that_is_said() -> None:
    async def work() -> None:
        async with pool() as asked:
            asked.answerer = "tests.served_answers:nothing"
        async with asked:
            found = await all_told(asked, [{"say": "hello"}] * 5)
            assert all("no process can be started" in each["error"]["message"] for each in found)

    run(work())


def test_no_process_is_left_behind() -> None:
    async def work() -> list[Any]:
        async with pool() as asked:
            await told(asked, {"say": "hello"})
            endless = asyncio.ensure_future(asked.answer(LOOPS))
            await asyncio.sleep(0)
            processes = [worker.process for worker in asked._workers]
            endless.cancel()
        return processes

    assert all(process.returncode is not None for process in run(work()))


@pytest.mark.parametrize("turns", [*range(0, 40, 3), None])
def test_a_pool_that_ends_while_its_processes_start_leaves_none_of_them(turns: int | None) -> None:
    """After so many turns of its loop, or while it ends one that has not come to be ready: each is waited for."""
    begun: list[Any] = []
    waited_for: list[Any] = []

    async def work() -> None:
        began, end, ending = asyncio.create_subprocess_exec, ServingProcess.end, asyncio.Event()

        async def noted(*words: Any, **how: Any) -> Any:
            begun.append(await began(*words, **how))
            return begun[-1]

        async def noticed(worker: ServingProcess) -> None:
            ending.set()
            await end(worker)
            waited_for.append(worker.process)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(asyncio, "create_subprocess_exec", noted)
            patch.setattr(ServingProcess, "end", noticed)
            async with Pool("tests.served_answers:nothing", size=2, seconds=None):
                if turns is None:
                    await ending.wait()
                for _ in range(turns or 0):
                    await asyncio.sleep(0)

    run(work())
    assert set(begun) == set(waited_for) and all(process.returncode is not None for process in begun)
