"""Readiness answers in time, and what hangs does not pile up."""

import asyncio

from interactive_maps.ops.health import Finding, Probe


async def test_what_is_found_is_told():
    async def check():
        return "the table is missing"

    assert await Probe("map", check).ask() == Finding("map", "the table is missing")


async def test_a_check_that_hangs_is_told_in_time_and_asked_only_once():
    asked = 0
    go_on = asyncio.Event()

    async def check():
        nonlocal asked
        asked += 1
        await go_on.wait()
        return ""

    probe = Probe("map", check)
    findings = await asyncio.gather(*(probe.ask(0.05) for _ in range(5)))
    assert {finding.problem for finding in findings} == {"no answer within 0.05 s"}
    assert asked == 1
    go_on.set()
    assert (await probe.ask()).problem == ""
    assert (await probe.ask()).problem == ""
    assert asked == 2
