"""Reads the codes of printed papers with zxing-cpp, from pictures of the pages as a printer would make them.

usage: qr.py PAPERS.tsv            each line: a PDF beside the list, a tab, what one of its codes must say
       qr.py --lessons BASE DIR    pages of lessons named F1-report-it.en.pdf, whose codes lead to BASE/lessons/...

A check that cannot fail checks nothing, so each page is also read with a stripe of white over it, and then no code of it may be read.
"""

import pathlib
import subprocess
import sys

import zxingcpp

DPI = 100


def pages(pdf):
    """Each page as rows of gray bytes."""
    made = subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), pdf], check=True, capture_output=True).stdout
    at = 0
    while at < len(made):
        kind, size, most = made[at:].split(b"\n", 3)[:3]
        assert kind == b"P5" and most == b"255", f"{pdf}: not the picture that was asked for"
        width, height = map(int, size.split())
        at += len(kind) + len(size) + len(most) + 3
        yield width, height, made[at : at + width * height]
        at += width * height


def read(width, height, gray):
    picture = memoryview(gray).cast("B", (height, width))
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return sorted(code.text for code in found), found


def striped(width, height, gray, found):
    """The page with the middle of every code white."""
    rows = bytearray(gray)
    for code in found:
        corners = [code.position.top_left, code.position.top_right, code.position.bottom_left]
        left, right = min(p.x for p in corners), max(p.x for p in corners)
        top, bottom = min(p.y for p in corners), max(p.y for p in corners)
        third = (bottom - top) // 3
        for y in range(top + third, bottom - third):
            rows[y * width + left : y * width + right] = b"\xff" * (right - left)
    return bytes(rows)


def check(pdf, expected):
    """How many things are wrong with a paper."""
    said, still = [], []
    for page in pages(pdf):
        texts, found = read(*page)
        said += texts
        still += read(page[0], page[1], striped(*page, found))[0]
    wrong = 0
    if sorted(said) != sorted(expected):
        print(f"{pdf}: the codes say {sorted(said)}, and {sorted(expected)} was printed")
        wrong += 1
    if still:
        print(f"{pdf}: read with a stripe over it all the same: {still}")
        wrong += 1
    return wrong


def listed(path):
    by_paper = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, text = line.partition("\t")
        by_paper.setdefault(path.parent / name, []).extend([text] if text else [])
    return by_paper


def lessons(base, folder):
    by_paper = {}
    for pdf in sorted(pathlib.Path(folder).glob("*.pdf")):
        lesson, language = pdf.stem.split("-", 1)[1].rsplit(".", 1)
        by_paper[pdf] = [f"{base}/lessons/{lesson}?lang={language}"]
    return by_paper


def main(words):
    papers = lessons(*words[1:]) if words[0] == "--lessons" else listed(pathlib.Path(words[0]))
    wrong = sum(check(str(pdf), expected) for pdf, expected in papers.items())
    n_codes = sum(len(expected) for expected in papers.values())
    print(f"{len(papers)} papers with {n_codes} codes, {wrong} wrong")
    return wrong or not n_codes


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
