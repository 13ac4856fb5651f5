"""Ways to find everybody's best twenty, ours and others', each in a process of its own: time, memory and whether the lists are right.

A child is started as `peers.py METHOD FOLDER READERS REPEATS`, loads the rows that `keep` wrote there and prints one line of JSON.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

import numpy as np  # noqa: E402
from profiles import Rows, draw, rows_of  # noqa: E402
from scipy.sparse import csr_matrix, load_npz, save_npz  # noqa: E402

from matchmaker.domain.matching.ranking import Columns, Scorer, nearest  # noqa: E402

WIDTH, TOPICS, CHECKED, TOLERANCE = 20, 128, 300, 1e-5
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
INSTALL = "not installed (pip install sparse_dot_topn)"
Method = Callable[[csr_matrix, csr_matrix], np.ndarray | None]


@dataclass(frozen=True)
class Result:
    """CPU seconds for all readers, peak memory in MB above the imports, and the share of the true best twenty that was found.

    `exact` is the share of rows whose scores are those of the reference within 1e-5; both are None where nothing was selected.
    """

    seconds: float
    memory: float
    recall: float | None = None
    exact: float | None = None
    scaled: bool = False


def keep(rows: Rows, folder: Path) -> None:
    folder.mkdir(parents=True)
    save_npz(folder / "readers.npz", rows.readers, compressed=False)
    save_npz(folder / "candidates.npz", rows.candidates, compressed=False)


def run_apart(method: str, folder: Path, *, readers: int, n: int, repeats: int) -> Result:
    """One method in a child with one thread; with fewer readers than people its time is scaled to all of them."""
    words = [sys.executable, __file__, method, str(folder), str(readers), str(repeats)]
    done = subprocess.run(words, env={**os.environ, **ONE_THREAD}, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout)
    return Result(told["seconds"] * n / readers, told["memory"], told["recall"], told["exact"], readers < n)


def kernel(readers: csr_matrix, candidates: csr_matrix) -> np.ndarray:
    return nearest(_sparse(readers), Scorer(_sparse(candidates)), WIDTH).people


def kernel_alone(readers: csr_matrix, candidates: csr_matrix) -> None:
    for _ in Scorer(_sparse(candidates)).blocks(_sparse(readers)):
        pass


def _sparse(side: csr_matrix) -> Columns:
    return Columns(side, np.zeros((side.shape[0], 0), np.float32))


def blend(readers: csr_matrix, candidates: csr_matrix) -> None:
    """The kernel with 128 dense columns beside the sparse ones, as topics would be."""
    topics = _dense(candidates.shape[0])
    nearest(Columns(readers, 0.01 * topics[: readers.shape[0]]), Scorer(Columns(candidates, topics)), WIDTH)


def matmul(readers: csr_matrix, candidates: csr_matrix) -> None:
    """The limit: what BLAS needs to multiply 128 dense columns, with no selection, in blocks as large as suit it."""
    theirs = _dense(candidates.shape[0])
    mine, size = theirs[: readers.shape[0]], max(4_000_000 // len(theirs), 128)
    room = np.empty((size, len(theirs)), np.float32)
    for start in range(0, len(mine), size):
        part = mine[start : start + size]
        np.matmul(part, theirs.T, out=room[: len(part)])


def _dense(n: int) -> np.ndarray:
    return np.random.default_rng(5).standard_normal((n, TOPICS), dtype=np.float32)


def topn(readers: csr_matrix, candidates: csr_matrix) -> np.ndarray:
    from sparse_dot_topn import sp_matmul_topn

    found = sp_matmul_topn(readers, candidates.T.tocsr(), top_n=WIDTH, n_threads=1)
    people = np.full((readers.shape[0], WIDTH), -1)
    for row, (start, stop) in enumerate(zip(found.indptr, found.indptr[1:], strict=False)):
        people[row, : stop - start] = found.indices[start:stop]
    return people


def chunked(readers: csr_matrix, candidates: csr_matrix) -> np.ndarray:
    from sklearn.metrics import pairwise_distances_chunked

    def best(block: np.ndarray, _start: int) -> np.ndarray:
        return np.argpartition(block, WIDTH, axis=1)[:, :WIDTH].copy()  # or the whole block is kept

    return np.concatenate(list(pairwise_distances_chunked(readers, candidates, reduce_func=best, metric="cosine", working_memory=64)))


def neighbors(readers: csr_matrix, candidates: csr_matrix) -> np.ndarray:
    from sklearn.neighbors import NearestNeighbors

    found = NearestNeighbors(n_neighbors=WIDTH, algorithm="brute", metric="cosine").fit(candidates)
    return found.kneighbors(readers, return_distance=False)


def cosine(readers: csr_matrix, candidates: csr_matrix) -> np.ndarray:
    from sklearn.metrics.pairwise import cosine_similarity

    return np.argsort(-cosine_similarity(readers, candidates), axis=1)[:, :WIDTH]


METHODS: dict[str, tuple[str, Method]] = {
    "kernel": ("matchmaker: nearest 20", kernel),
    "alone": ("matchmaker: scores only, nothing selected", kernel_alone),
    "blend": ("matchmaker: blend with topics (128 dense columns added)", blend),
    "matmul": ("limit: np.matmul by 128 columns, nothing selected", matmul),
    "topn": ("sparse_dot_topn, 1 thread", topn),
    "chunked": ("pairwise_distances_chunked + argpartition", chunked),
    "neighbors": ("NearestNeighbors(brute, cosine)", neighbors),
    "cosine": ("cosine_similarity + argsort", cosine),
}


def has_topn() -> bool:
    try:
        import sparse_dot_topn  # noqa: F401
    except ImportError:
        return False
    return True


def main() -> None:
    name, folder, first, repeats = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    method = METHODS[name][1]
    few = rows_of(draw(300))
    method(few.readers, few.candidates)  # whatever is loaded on first use belongs to the import
    before = _memory_now()
    readers, candidates = load_npz(folder / "readers.npz")[:first], load_npz(folder / "candidates.npz")
    seconds, found = [], None
    for _ in range(repeats):
        began = time.process_time()
        found = method(readers, candidates)
        seconds.append(time.process_time() - began)
    memory = (_peak_memory() - before) / 1024
    recall, exact = (None, None) if found is None else _check(readers, candidates, found)
    print(json.dumps({"seconds": sorted(seconds)[len(seconds) // 2], "memory": memory, "recall": recall, "exact": exact}))


def _check(readers: csr_matrix, candidates: csr_matrix, found: np.ndarray) -> tuple[float, float]:
    """Against all scores in 64 bits, on some rows: any of equals will do."""
    rows = np.random.default_rng(1).permutation(len(found))[:CHECKED].tolist()
    turned, hits, right = candidates.astype(float).T.tocsr(), 0, 0
    for row in rows:
        scores = (readers[row].astype(float) @ turned).toarray().ravel()
        best = np.sort(scores)[::-1][: found.shape[1]]
        listed = np.sort(scores[found[row][found[row] >= 0]])[::-1]
        hits += int((listed >= best[-1] - TOLERANCE).sum())
        right += len(listed) == len(best) and bool(np.allclose(listed, best, atol=TOLERANCE, rtol=0))
    return hits / (len(rows) * found.shape[1]), right / len(rows)


def _memory_now() -> float:
    """Resident KB now, after the peak so far has been forgotten where that is possible (Linux)."""
    forget, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    if not forget.exists():
        return _peak_memory()
    forget.write_text("5")
    return float(status.read_text().split("VmRSS:")[1].split()[0])


def _peak_memory() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        return float(status.read_text().split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    main()
