"""Text without any mark is read in the encoding that it was written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.submission import read
from grader.submission.encodings import guess

TRADITIONAL = (
    "計算損失函數的平均值", "訓練迴圈", "溫度計讀數轉換成攝氏", "這個函式回傳新的參數",
    "每一輪都要先把梯度歸零", "學習率太大會發散", "王小明", "作業三", "陳怡君的程式", "標準化輸入",
    "線性模型", "資料", "注意", "均方誤差",
)  # fmt: skip
SIMPLIFIED = (
    "计算损失函数的平均值", "训练循环", "温度计读数转换成摄氏", "这个函数返回新的参数",
    "每一轮都要先把梯度清零", "学习率太大会发散", "张伟", "作业三", "李娜的程序", "标准化输入",
    "线性模型", "数据", "注意", "均方误差",
)  # fmt: skip
WESTERN = (
    "La moyenne pondérée des écarts", "où à été", "Température en °C", "boucle d’entraînement",
    "Übung 3", "Ängström", "Özil", "Die Schätzung für größere Werte", "función de pérdida", "¿Por qué?",
    "iteração e função", "não", "perché così è", "för varje mätning", "Åsa Öberg", "naïve", "café",
    "5 ± 3 µm", "“quoted”", "x² + y³", "© 2024", "Håkon Ødegård", "Élodie",
)  # fmt: skip
SHAPES = ("# {}\nx = 1\n", "def f(x):\n    '''{}'''\n    return x\n", "print('{}')\n", "# author: {}, 2024\n")
WRITTEN = {"big5": TRADITIONAL, "gb18030": SIMPLIFIED, "cp1252": WESTERN}


@pytest.mark.parametrize("encoding", WRITTEN)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_few_words_tell(encoding: str, shape: str) -> None:
    """One comment, text or name in a file that is ASCII otherwise."""
    for words in WRITTEN[encoding]:
        text = shape.format(words)
        assert text.encode(encoding).decode(guess(text.encode(encoding))) == text, (encoding, words)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", ["", "計算損失", "pondérée"])
def test_unicode_without_a_mark(encoding: str, words: str) -> None:
    """UTF-16 by its NULs, whatever words are in it."""
    assert guess(f"import torch\n# {words}\nx = 1\n".encode(encoding)) == encoding


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "cp1252", "utf-16-le"])
def test_a_submission_is_read_and_the_encoding_said(encoding: str, tmp_path: Path) -> None:
    """The text is whole, and a note says which it was."""
    words = {"big5": "溫度計讀數", "gb18030": "温度计读数", "cp1252": "Größe", "utf-16-le": "溫度"}[encoding]
    path = tmp_path / "tensors.py"
    path.write_bytes(f"# {words}\ndef f():\n    return '{words}'\n".encode(encoding))
    source = read(path)
    assert words in source.cells[0].text
    (note,) = source.notes
    assert f"It was read as {encoding}." in str(note)


def test_what_windows_adds_to_big5() -> None:
    """The euro, and box drawing, of code page 950."""
    text = "# 價格 100 €，請注意計算\n"
    assert text.encode("cp950").decode(guess(text.encode("cp950"))) == text
