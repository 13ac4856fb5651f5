"""What scripts/run and scripts/test share: make .venv from hashed pins, once, and say plainly when that can't be done."""

# Old Pythons must be able to read this file far enough to say that they are old: no f-strings, nothing newer than 3.4 in its grammar.
import contextlib
import glob
import hashlib
import json
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST, NEWEST = (3, 11), (3, 14)
CANNOT_START = 2
MEGABYTES_NEEDED = {"requirements.lock": 500, "requirements-dev.lock": 900}

# What pip prints when something outside matchmaker is wrong -> what we say. The first that fits counts.
SIGNS = (
    (("No space left on device", "Errno 28", "Disk quota exceeded"), "The disk is full. Make room beside {root} and run this again."),
    (
        ("DO NOT MATCH THE HASHES",),
        "A downloaded package is not the one matchmaker was tested with, so nothing of it was installed. "
        "Run this again; if it stays so, something between you and the package index changes files.",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "SSLError"),
        "The package index was reached, but its certificate is not trusted here. Behind a company proxy, name its certificate in PIP_CERT.",
    ),
    (
        (
            "NewConnectionError",
            "NameResolution",
            "ConnectTimeout",
            "ReadTimeout",
            "ProxyError",
            "name resolution",
            "No matching distribution",
        ),
        "The packages could not be fetched. Is there a network? The first start downloads about 150 MB; every later start works offline.",
    ),
    (("Permission denied", "Errno 13"), "{root} may not be written to. Run this as the user who owns it."),
)


class StopError(Exception):
    """A plain sentence for the person at the keyboard."""


def unfit_python(version):
    """The sentence for a Python that cannot run matchmaker, or None."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return None
    wanted = "matchmaker needs Python %d.%d or newer" % OLDEST
    if tuple(version[:2]) > NEWEST:
        wanted = "matchmaker needs Python %d.%d to %d.%d" % (OLDEST + NEWEST)
    return wanted + (
        "; this is %d.%d. Install one and run this again (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python3)."
        % tuple(version[:2])
    )


def fitting_python():
    """The newest Python on the PATH that can run matchmaker, or None: `python3` is not always the best one."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        # A version manager leaves commands that only say "not installed": ask each whether it runs.
        if found and subprocess.call([found, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return found
    return None


def demand_fitting_python():
    """Go on, start again with a better Python, or stop with a sentence."""
    sentence = unfit_python(sys.version_info)
    if sentence is None:
        return
    better = fitting_python()
    if better is None:
        leave(sentence)
    os.execv(better, [better, *sys.argv])


def leave(sentence):
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")
    sys.exit(CANNOT_START)


def say(sentence):
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def inside(*parts):
    return os.path.join(ROOT, ".venv", *parts)


def venv_python():
    return inside("bin", "python")


def stamp_of(lock):
    """What must be as it was for an installed environment to count as done."""
    with open(os.path.join(ROOT, lock), "rb") as file:
        return {lock: hashlib.sha256(file.read()).hexdigest()}


def stamped():
    """The locks installed so far; nothing if the folder was moved or its Python is gone."""
    try:
        with open(inside("matchmaker.json")) as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return {}
    return stamp["locks"] if stamp.get("root") == ROOT and os.path.exists(venv_python()) else {}


def make_environment(lock):
    """Bring .venv to what the lock names; at once if it is there already."""
    if sys.platform == "win32":
        raise StopError("matchmaker runs on Linux and macOS. On Windows, run it inside WSL.")
    wanted = stamp_of(lock)
    if wanted[lock] == stamped().get(lock):
        return
    try:
        with one_at_a_time():
            if wanted[lock] != stamped().get(lock):
                build(lock, wanted)
    except OSError as fault:
        raise StopError(explained(str(fault))) from fault


def build(lock, wanted):
    demand_room(shutil.disk_usage(ROOT).free, MEGABYTES_NEEDED[lock])
    already = stamped()
    if not has_working_pip():
        make_venv()
    install(lock)
    put_project_in()
    already.update(wanted)
    scratch = inside("matchmaker.json.new")
    with open(scratch, "w") as file:
        json.dump({"root": ROOT, "locks": already}, file)
    os.replace(scratch, inside("matchmaker.json"))


@contextlib.contextmanager
def one_at_a_time():
    """Two starts at once must not build the same folder: the second waits and finds it done."""
    import fcntl

    with open(os.path.join(ROOT, ".venv.lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def demand_room(free_bytes, megabytes):
    if free_bytes < megabytes * 1_000_000:
        raise StopError(
            "The disk is nearly full: matchmaker's environment needs %d MB beside %s, and %d MB are free. Make room and run this again."
            % (megabytes, ROOT, free_bytes // 1_000_000)
        )


def has_working_pip():
    """An environment that was only half filled, or made by hand, is filled up rather than thrown away."""
    ask = "import pip, sys; sys.exit(not %r <= sys.version_info[:2] <= %r)" % (OLDEST, NEWEST)
    quiet = subprocess.DEVNULL
    return os.path.exists(venv_python()) and subprocess.call([venv_python(), "-c", ask], stdout=quiet, stderr=quiet) == 0


def make_venv():
    for module in ("venv", "ensurepip"):
        if subprocess.call([sys.executable, "-c", "import " + module], stderr=subprocess.DEVNULL) != 0:
            raise StopError(
                "This Python comes without its venv part, which matchmaker needs. "
                "Debian, Ubuntu: apt install python%d.%d-venv; then run this again." % sys.version_info[:2]
            )
    say("Making matchmaker's own environment in .venv (the first time only, about a minute).")
    made = subprocess.run(  # noqa: PLW1510  a failure is explained below
        [sys.executable, "-m", "venv", "--clear", inside()], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    if made.returncode != 0:
        raise StopError(explained(made.stdout))


def install(lock):
    """Let pip work through the lock; a line that counts shows that it lives."""
    with open(os.path.join(ROOT, lock)) as file:
        pins = sum("==" in line and not line.startswith(" ") for line in file)
    command = [venv_python(), "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input", "--prefer-binary"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "-r", os.path.join(ROOT, lock)]
    with open(inside("pip.log"), "w+") as log:
        pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
        for line in pip.stdout:
            log.write(line)
            show_progress(line, pins)
        if sys.stdout.isatty():
            sys.stdout.write("\r\033[K")
        if pip.wait() != 0:
            log.seek(0)
            raise StopError(explained(log.read()))


seen = set()


def show_progress(line, pins):
    fresh = "\r\033[K" if sys.stdout.isatty() else ""
    if line.startswith("Collecting "):
        seen.add(line.split()[1])
        if fresh:
            sys.stdout.write("%s  fetching %d of at most %d packages: %s" % (fresh, len(seen), pins, line.split()[1]))
            sys.stdout.flush()
    elif line.startswith("Installing collected"):
        say("%s  installing %d packages" % (fresh, line.count(",") + 1))


def put_project_in():
    """Make `import matchmaker` and the command work from this folder: no build back-end, so no network."""
    (site_packages,) = glob.glob(inside("lib", "python3*", "site-packages"))
    with open(os.path.join(site_packages, "matchmaker.pth"), "w") as file:
        file.write(ROOT + "\n")
    # `exec` through sh: the first line of a script breaks on blanks and on long paths.
    lines = ["#!/bin/sh", '\'\'\'exec\' "%s" "$0" "$@"' % venv_python(), "' '''"]
    lines += ["import sys", "", "from matchmaker.cli import main", "", "sys.exit(main())", ""]
    command = inside("bin", "matchmaker")
    with open(command, "w") as file:
        file.write("\n".join(lines))
    os.chmod(command, 0o755)


def explained(output):
    """What went wrong, in a sentence; pip's last words only if none of the known signs is there."""
    for signs, sentence in SIGNS:
        if any(sign in output for sign in signs):
            return sentence.format(root=ROOT)
    last = "\n".join("  " + line for line in output.strip().splitlines()[-5:])
    return "The environment could not be made. All of pip's words are in .venv/pip.log; the last are:\n" + last
