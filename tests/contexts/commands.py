"""Command lines: click, typer and the like, and what runs when the file does."""

import argparse
import asyncio

import anyio
import asyncclick
import click
import cyclopts
import fire
import typer
import uvloop

app = typer.Typer()
cyclopts_app = cyclopts.App()


def work() -> None: ...


@click.command()
@click.argument("name")
def click_command(name):
    asyncio.run(click_work())


async def click_work():
    await asyncio.to_thread(work)  #> command-line: commands.click_command


@click.group()
def group(): ...


@group.command()
@click.pass_context
def below(ctx):
    anyio.run(below_work, ctx)


async def below_work(ctx):
    await asyncio.to_thread(work)  #> command-line: commands.below


@app.command("x")
def typer_command():
    uvloop.run(typer_work())


async def typer_work():
    await asyncio.to_thread(work)  #> command-line: commands.typer_command


@asyncclick.command()
async def asyncclick_command():
    await asyncio.to_thread(work)  #> command-line: commands.asyncclick_command


@cyclopts_app.default
async def cyclopts_command():
    await asyncio.to_thread(work)  #> command-line: commands.cyclopts_command


async def fired():
    await asyncio.to_thread(work)  #> command-line: commands.fired


async def amain(arguments) -> None:
    await helper()


async def helper():
    await asyncio.to_thread(work)  #> command-line: commands.__main__


async def run_by_a_loop():
    await asyncio.to_thread(work)  #> command-line: commands.__main__


async def run_by_a_runner():
    await asyncio.to_thread(work)  #> command-line: commands.__main__


async def nobody_calls_it():
    await asyncio.to_thread(work)  #> unknown


def main() -> None:
    parser = argparse.ArgumentParser()
    asyncio.run(amain(parser.parse_args()))


if __name__ == "__main__":
    main()
    fire.Fire(fired)
    asyncio.get_event_loop().run_until_complete(run_by_a_loop())
    with asyncio.Runner() as runner:
        runner.run(run_by_a_runner())
