"""The command's words. Nothing heavy is imported until a command runs: help must come at once."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Model = Annotated[str | None, typer.Option("--model", "-m", help="provider:name, such as mini or openai:gpt-4o-mini.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Programs = Annotated[
    Literal["auto", "walled", "fast", "portable", "unsafe"] | None,
    typer.Option("--sandbox", help="What runs programs; “unsafe” runs them without any defence."),
]
How = Annotated[
    Literal["auto", "react", "pal", "cot"] | None,
    typer.Option("--strategy", help="How to answer: with tools, by a program, or by thinking in steps."),
]
Collection = Annotated[str, typer.Option("--collection", "-c", help="The collection of documents; the main one.")]
ThreadId = Annotated[str, typer.Argument(help="The conversation's id, as `threads list` shows it.")]

app = typer.Typer(
    name="reckoner",
    help="An agent that reads before it answers, computes instead of guessing, and asks before it acts.",
    epilog="Exit codes: 0 done · 1 the turn failed · 2 a setting or an argument is wrong · 3 an action was not approved"
    " · 4 a document could not be used · 130 stopped.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
docs = typer.Typer(help="Add, list, search, remove and move documents.", no_args_is_help=True)
threads = typer.Typer(help="List, show, export, rename and delete conversations.", no_args_is_help=True)
models = typer.Typer(help="List, download, shrink, measure and remove models.", no_args_is_help=True)
evaluate = typer.Typer(help="Measure programs, models, search, ShopBot and the small model.", no_args_is_help=True)
train = typer.Typer(help="Adapt the small model to tools of your own.", no_args_is_help=True)
shop = typer.Typer(help="Run the reference store; fill it, bring a shop in, take it out.", no_args_is_help=True)
app.add_typer(docs, name="docs")
app.add_typer(threads, name="threads")
app.add_typer(models, name="models")
app.add_typer(evaluate, name="eval")
app.add_typer(train, name="train")
app.add_typer(shop, name="shop")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question. “-” reads it from standard input.")],
    docs: Annotated[str | None, typer.Option(help="Ask over the documents in this folder, and only those.")] = None,
    collection: Annotated[str | None, typer.Option("--collection", "-c", help="Ask over this collection.")] = None,
    model: Model = None,
    thread: Annotated[str | None, typer.Option(help="Go on with this conversation.")] = None,
    json: AsJson = False,
    strategy: How = None,
    sandbox: Programs = None,
    max_new_tokens: Annotated[int | None, typer.Option(min=1)] = None,
    temperature: Annotated[float | None, typer.Option(min=0, max=2)] = None,
    top_p: Annotated[float | None, typer.Option(min=0, max=1)] = None,
    top_k: Annotated[int | None, typer.Option(min=1)] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Draw the same answer again, where the model can.")] = None,
    stop: Annotated[list[str] | None, typer.Option(help="Stop at this text; may be given several times.")] = None,
) -> None:
    """Ask one question."""
    from .talk import ask

    sampling = {
        "max_new_tokens": max_new_tokens,
        "temperature": temperature,
        "top_p": top_p,
        "top_k": top_k,
        "seed": seed,
    }
    _run(
        lambda: ask(
            question,
            folder=docs,
            collection=collection,
            thread=thread,
            as_json=json,
            model=model,
            strategy=strategy,
            sandbox=sandbox,
            stop=tuple(stop or ()) or None,
            **sampling,
        )
    )


@app.command()
def chat(
    model: Model = None,
    thread: Annotated[str | None, typer.Option(help="Go on with this conversation.")] = None,
    strategy: How = None,
    sandbox: Programs = None,
    profile: Annotated[
        Literal["assistant", "shopbot"] | None, typer.Option(help="“shopbot” serves the customers of a shop.")
    ] = None,
) -> None:
    """Talk in the terminal. An empty line or Ctrl-D ends it; Ctrl-C stops an answer."""
    from .talk import chat

    _run(lambda: chat(thread=thread, model=model, strategy=strategy, sandbox=sandbox, profile=profile))


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="The port to serve on.")] = 8501,
    address: Annotated[
        str, typer.Option(help="The address to serve on. The app has no log-in: keep it to this computer.")
    ] = "localhost",
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
) -> None:
    """Start the chat app in the browser."""
    from .serve import serve

    _run(lambda: serve(port=port, address=address, browser=browser))


@app.command()
def doctor() -> None:
    """Show every setting and its origin, what is installed, which defences are on."""
    from .doctor import doctor

    _run(doctor)


@docs.command("add")
def docs_add(
    paths: Annotated[list[str], typer.Argument(help="Files or folders.")],
    collection: Collection = "",
    workers: Annotated[int, typer.Option(min=0, help="Share the work between so many Ray workers.")] = 0,
    cluster: Annotated[str, typer.Option(help="The Ray cluster's address; without it this machine becomes one.")] = "",
) -> None:
    """Add documents; those that are known already change nothing."""
    from .docs import add

    _run(lambda: add(paths, collection=collection, workers=workers, cluster=cluster))


@docs.command("list")
def docs_list(json: AsJson = False, collection: Collection = "") -> None:
    """List the documents."""
    from .docs import show

    _run(lambda: show(as_json=json, collection=collection))


@docs.command("remove")
def docs_remove(
    names: Annotated[list[str], typer.Argument(help="Their names, as `docs list` shows them.")],
    collection: Collection = "",
) -> None:
    """Remove documents, and every trace of them in the index."""
    from .docs import remove

    _run(lambda: remove(names, collection=collection))


@docs.command("sync")
def docs_sync(
    folder: Annotated[Path, typer.Argument(help="A folder of files.")],
    watch: Annotated[bool, typer.Option("--watch", help="Go on, and follow every change.")] = False,
    collection: Collection = "",
) -> None:
    """Keep the documents in step with a folder: added, edited, moved and deleted files."""
    from .docs import keep_in_step

    _run(lambda: keep_in_step(folder, watch=watch, collection=collection))


@docs.command("search")
def docs_search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many passages at most.")] = 5,
    source: Annotated[list[str] | None, typer.Option(help="Only in this document; may be given several times.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only in documents of this kind, such as pdf.")] = None,
    json: AsJson = False,
    collection: Collection = "",
) -> None:
    """Show the passages that fit best, and why."""
    from .docs import look

    sources, kinds = tuple(source or ()), tuple(kind or ())
    _run(lambda: look(question, limit=limit, sources=sources, kinds=kinds, as_json=json, collection=collection))


@docs.command("rebuild")
def docs_rebuild(collection: Collection = "") -> None:
    """Index all documents again with the encoder in use, from the text that is stored."""
    from .docs import rebuild

    _run(lambda: rebuild(collection=collection))


@docs.command("export")
def docs_export(file: Annotated[Path, typer.Argument(help="The file to write.")], collection: Collection = "") -> None:
    """Write all documents to one file."""
    from .docs import export

    _run(lambda: export(file, collection=collection))


@docs.command("import")
def docs_import(
    file: Annotated[Path, typer.Argument(help="A file that was exported.")], collection: Collection = ""
) -> None:
    """Add the documents of an exported file."""
    from .docs import import_

    _run(lambda: import_(file, collection=collection))


@docs.command("collections")
def docs_collections(
    remove: Annotated[str | None, typer.Option(help="Remove this one with all its documents.")] = None,
) -> None:
    """List the collections, or remove one; adding documents to a new name makes one."""
    from .docs import collections, remove_collection

    _run(collections if remove is None else lambda: remove_collection(remove))


@threads.command("list")
def threads_list(
    containing: Annotated[str, typer.Argument(help="Words of the title.")] = "", json: AsJson = False
) -> None:
    """List the conversations, the latest first."""
    from .threads import show_all

    _run(lambda: show_all(containing, as_json=json))


@threads.command("show")
def threads_show(thread: ThreadId) -> None:
    """Show a conversation."""
    from .threads import show

    _run(lambda: show(thread))


@threads.command("export")
def threads_export(
    thread: ThreadId, json: Annotated[bool, typer.Option("--json", help="JSON instead of Markdown.")] = False
) -> None:
    """Print a conversation as Markdown or JSON."""
    from .threads import export

    _run(lambda: export(thread, as_json=json))


@threads.command("rename")
def threads_rename(thread: ThreadId, title: str) -> None:
    """Give a conversation another title."""
    from .threads import rename

    _run(lambda: rename(thread, title))


@threads.command("delete")
def threads_delete(thread: ThreadId) -> None:
    """Delete a conversation with all that it holds."""
    from .threads import delete

    _run(lambda: delete(thread))


@models.command("list")
def models_list(
    url: Annotated[str, typer.Option(help="Ask this server, such as http://localhost:11434/v1.")] = "",
) -> None:
    """Show the models on this machine, and those of a server."""
    from .models import show

    _run(lambda: show(url))


@models.command("pull")
def models_pull(
    name: Annotated[str, typer.Argument(help="owner/name, as the Hugging Face hub has it.")],
    folder: Annotated[str, typer.Option(help="The folder of it that holds the form that is wanted.")] = "",
    pickled: Annotated[bool, typer.Option("--pickled", help="Take weights whose reading runs programs.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Download weights; what they take is said first, and a download that broke off goes on."""
    from .models import pull

    _run(lambda: pull(name, below=folder, pickled=pickled, yes=yes))


@models.command("quantize")
def models_quantize(
    model: Annotated[str, typer.Argument(help="Weights on this machine, or their folder.")],
    to: Annotated[Literal["int4", "int8"], typer.Option(help="Bits of a weight.")] = "int4",
    name: Annotated[str, typer.Option(help="What the new weights are called.")] = "",
) -> None:
    """Make a smaller and faster form of a model."""
    from .models import quantize

    _run(lambda: quantize(model, to, name))


@models.command("bench")
def models_bench(
    names: Annotated[list[str] | None, typer.Argument(help="onnx:NAME, hf:NAME; all on this machine.")] = None,
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("models.html"),
) -> None:
    """Measure size, speed, memory and quality of models on this machine."""
    from .models import bench

    _run(lambda: bench(names or [], out))


@models.command("rm")
def models_rm(name: str) -> None:
    """Remove weights from the disk."""
    from .models import remove

    _run(lambda: remove(name))


@evaluate.command("programs")
def eval_programs(
    file: Annotated[Path, typer.Argument(help="Recorded programs, a JSON object a line: program_or_text, gold …")],
    out: Annotated[Path, typer.Option(help="Where results and report go; a run that was cut off goes on.")] = Path(
        "evaluation-programs"
    ),
    parallel: Annotated[int, typer.Option(min=1, help="How many run at once.")] = 2,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    mended: Annotated[bool, typer.Option("--mended", help="Mend what models leave out before running.")] = False,
    preludes: Annotated[Path | None, typer.Option(help="Code by name that records ask for.")] = None,
) -> None:
    """Run recorded programs again, and count the right answers."""
    from .evaluate import programs

    _run(lambda: programs(file, out=out, parallel=parallel, limit=limit, mended=mended, preludes=preludes))


@evaluate.command("math")
def eval_math(
    file: Annotated[Path, typer.Argument(help="Problems, a JSON object a line: GSM8K, SVAMP, ASDiv, MAWPS.")],
    out: Annotated[Path, typer.Option(help="Where results and report go; a run that was cut off goes on.")] = Path(
        "evaluation-math"
    ),
    model: Model = None,
    strategy: Annotated[Literal["auto", "react", "pal", "cot"], typer.Option(help="How to answer.")] = "pal",
    samples: Annotated[int, typer.Option(min=1, help="How many programs or thoughts are drawn for a vote.")] = 1,
    parallel: Annotated[int, typer.Option(min=1, help="How many run at once.")] = 2,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    temperature: Annotated[float | None, typer.Option(min=0, max=2)] = None,
    price_in: Annotated[float, typer.Option(help="Money for a million tokens read.")] = 0.0,
    price_out: Annotated[float, typer.Option(help="Money for a million tokens written.")] = 0.0,
    sandbox: Programs = None,
) -> None:
    """Put problems with numbers to a model, and count the right answers."""
    from .evaluate import math

    _run(
        lambda: math(
            file,
            out=out,
            parallel=parallel,
            limit=limit,
            strategy=strategy,
            samples=samples,
            prices=(price_in, price_out),
            model=model,
            temperature=temperature,
            sandbox=sandbox,
        )
    )


@evaluate.command("retrieval")
def eval_retrieval(
    folder: Annotated[Path, typer.Argument(help="NAME-passages.jsonl and NAME-queries.jsonl, for each set.")],
    out: Annotated[Path, typer.Option(help="Where results and page go.")] = Path("evaluation-retrieval"),
    only: Annotated[list[str] | None, typer.Option("--set", help="Only this set; may be given several times.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many questions of each set.")] = None,
) -> None:
    """Ask questions whose passages are known, beside plain BM25 and plain vectors."""
    from .evaluate import retrieval

    _run(lambda: retrieval(folder, out=out, only=only or (), limit=limit))


@evaluate.command("shop")
def eval_shop(
    folder: Annotated[Path, typer.Argument(help="tasks.jsonl with users.json, products.json and orders.json.")],
    out: Annotated[Path, typer.Option(help="Where results and report go; a run that was cut off goes on.")] = Path(
        "evaluation-shop"
    ),
    model: Model = None,
    customer: Annotated[str | None, typer.Option(help="The model that plays the customer; else the same.")] = None,
    trials: Annotated[int, typer.Option(min=1, max=16, help="How often each task is tried.")] = 4,
    parallel: Annotated[int, typer.Option(min=1, help="How many run at once.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many tasks.")] = None,
) -> None:
    """Let a model serve customers that another plays, and count the tasks that end as they should."""
    from .evaluate import shop

    _run(lambda: shop(folder, out=out, parallel=parallel, limit=limit, trials=trials, customer=customer, model=model))


@evaluate.command("mini")
def eval_mini(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Dialogues, requests with tools, problems, passages with questions; or one of the sets that come "
            "along and are measured where none is named: “everyday”, “calls”, “problems”."
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--model", "-m", help="A model to measure, mini without any; may be given several times."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Where results and page go.")] = Path("evaluation-mini"),
    limit: Annotated[
        int | None, typer.Option(min=1, help="So many cases of each set, drawn with a fixed seed.")
    ] = None,
) -> None:
    """Measure each part of the small model, beside any other."""
    from .evaluate import mini

    _run(lambda: mini(paths or (), models=model or ["mini"], out=out, limit=limit))


@train.command("mini")
def train_mini(
    tools: Annotated[Path, typer.Option(help="A JSON list of tools: name, description, parameters.")],
    examples: Annotated[Path, typer.Option(help="Lines of text (or messages), tool (or null) and arguments.")],
    name: Annotated[str, typer.Option(help="What the adapted model is called: mini:NAME.")] = "mine",
    epochs: Annotated[int, typer.Option(min=1, help="How often every example is learned from.")] = 8,
) -> None:
    """Adapt choosing and filling to your tools; what got worse is thrown away."""
    from .train import mini

    _run(lambda: mini(tools, examples, name=name, epochs=epochs))


@shop.command("policy")
def shop_policy(language: Annotated[Literal["en", "vi"], typer.Option()] = "en") -> None:
    """Print the shop's rules, as ShopBot is told of them."""
    from .shop import tell_policy

    _run(lambda: tell_policy(language))


@app.command()
def audit(
    thread: Annotated[str, typer.Option(help="Of this conversation alone.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="So many of the latest lines.")] = 50,
    json: AsJson = False,
) -> None:
    """Show what was decided and done: who, what, when, with which arguments, with what outcome."""
    from .record import show

    _run(lambda: show(thread, limit=limit, as_json=json))


@app.command("mcp")
def mcp_serve(
    profile: Annotated[Literal["assistant", "shopbot"] | None, typer.Option(help="Whose tools.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65_535, help="Over HTTP, instead of standard input.")] = None,
    address: Annotated[str, typer.Option(help="Who may reach it; this machine alone.")] = "127.0.0.1",
) -> None:
    """Serve the tools to other agents (Model Context Protocol); what changes something asks their person."""
    from .mcp import serve

    _run(lambda: serve(profile=profile, port=port, address=address))


Replace = Annotated[bool, typer.Option("--replace", help="Put it in the place of what the store holds.")]


@shop.command("serve")
def shop_serve(
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 8720,
    address: Annotated[str, typer.Option(help="Who may reach it; this machine alone.")] = "127.0.0.1",
    database: Annotated[str | None, typer.Option(help="postgresql+psycopg://… or a file.")] = None,
) -> None:
    """Run the store and its carrier; an empty store is filled with the demo shop."""
    from .shop import serve

    _run(lambda: serve(port=port, address=address, database=database))


@shop.command("seed")
def shop_seed(
    language: Annotated[Literal["en", "vi"], typer.Option()] = "en",
    number: Annotated[int, typer.Option("--seed", help="Another one makes another shop.")] = 7,
    customers: Annotated[int, typer.Option(min=1, max=5_000)] = 60,
    replace: Replace = False,
) -> None:
    """Fill the store with the demo shop."""
    from .shop import seed

    _run(lambda: seed(language=language, number=number, customers=customers, replace=replace))


@shop.command("import")
def shop_import(
    path: Annotated[Path, typer.Argument(help="A file of `shop export`, or a folder of users, products and orders.")],
    replace: Replace = False,
) -> None:
    """Bring a whole shop in."""
    from .shop import bring_in

    _run(lambda: bring_in(path, replace=replace))


@shop.command("export")
def shop_export(path: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write the whole shop to a file."""
    from .shop import take_out

    _run(lambda: take_out(path))


def _run(command: object) -> None:
    from .exits import guarded

    raise typer.Exit(guarded(command))


def run() -> None:
    """The entry point."""
    app()
