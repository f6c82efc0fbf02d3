"""Which encoding bytes without any mark are in: UTF-8, UTF-16, or what Windows wrote before.

Nearly all bytes can be read as Big5, as GB 18030 and as Windows-1252, so validity alone does not tell. What
people write does: a Chinese text has the common characters of its encoding, and one that uses Western letters
has them alone, beside ASCII letters. With a character or two, the most frequent characters of all decide.
"""

from __future__ import annotations

import re
from typing import Final

# First and second byte of the common characters, and of punctuation.
_COMMON: Final = {
    "big5": re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
    "gb18030": re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]"),
}
_PAIR: Final = re.compile(rb"[\x80-\xff].", re.DOTALL)
# Python's codecs in the order in which they are tried: Windows has characters that Big5 lacks.
_CODECS: Final = {"big5": ("big5", "cp950", "big5hkscs"), "gb18030": ("gb18030",)}
# The most frequent characters of Chinese, and of what is said about training, in both scripts.
_FREQUENT: Final = frozenset(
    "的一是在不了有和人這这中大為为上個个國国我以要他時时來来用們们生到作地於于出就分對对成會会可主發"
    "发年動动同工也能下過过子說说產产種种面而方後后多定行學学法所民得經经十三之進进著等部度家電电力裡"
    "里如水化高自二理起小物現现實实加量都兩两體体制機机當当使點点從从業业本去把性好應应開开它合還还因"
    "由其些然前外天政四日那社義义事平形相全表間间樣样與与關关各重新線线內内數数正心反你明看原又麼么利"
    "比或但質质氣气第向道命此變变條条只沒没結结解問问意建月公無无系軍军很情者最立代想已通並并提直題题"
    "黨党程展五果料象員员革位入常文總总次品式活設设及管特件長长求損损失函模型訓训練练梯降參参輪轮率習"
    "习預预測测值均差計计算返回傳传更清零步攝摄氏溫温讀读取輸输誤误批次圖图畫画註注釋释層层類类"
)
# A Western letter or sign that stands as people write it, in Windows-1252.
_WESTERN: Final = re.compile(
    rb"(?<![\x80-\xff])(?:"
    rb"[\xdf-\xf6\xf8-\xff\x9a\x9c\x9e]{1,2}"  # small letters
    rb"|(?<=[A-Za-z])[\xc0-\xd6\xd8-\xde\x8a\x8c\x8e]"  # capitals
    rb"|[\xc0-\xd6\xd8-\xde\x8a\x8c\x8e](?=[A-Za-z])"
    rb"|\xb0(?=[CFK\W]|$)|\xb5(?=[a-z]\b)|(?<=[A-Za-z\d)])[\xb2\xb3]"  # ° µ ² ³
    rb"|[\xa7\xa9\xae\xb1\xd7](?=[ \d])|[\xa1\xbf](?=[A-Z])"  # § © ® ± × ¡ ¿
    rb"|[\x80\x82-\x87\x8b\x91-\x97\x9b]|\xab(?=[ \w])|(?<=[ \w.!?])\xbb"  # € and quotes
    rb")(?![\x80-\xff])"
)
# Bytes that are looked at.
_SAMPLE: Final = 200_000
# Shares of the characters beyond ASCII.
_SURELY_WESTERN, _CHINESE, _NUL = 0.8, 0.6, 0.3


def guess(data: bytes) -> str:
    """The name of an encoding in which `data` can be read; cp1252 or latin-1 where it is no Chinese."""
    if wide := _utf_16(data):
        return wide
    if _reads(data, "utf-8"):
        return "utf-8"
    sample = data[:_SAMPLE]
    if _share(_WESTERN.findall(sample), sample) < _SURELY_WESTERN:
        likely = {codec: score for name in _COMMON for codec, score in _chinese(data, name)}
        best = max(likely, key=lambda codec: likely[codec], default="")
        if best and likely[best] > _CHINESE:
            return best
    return "cp1252" if _reads(data, "cp1252") else "latin-1"


def _utf_16(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of ASCII is NUL in it. Empty where it is not."""
    half = len(data) // 2
    if not half or len(data) % 2:
        return ""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[first::2].count(0) > _NUL * half > data[1 - first :: 2].count(0) and _reads(data, encoding):
            return encoding
    return ""


def _reads(data: bytes, encoding: str) -> bool:
    """Whether the bytes can be read so, and written again as they were."""
    try:
        return data.decode(encoding).encode(encoding) == data
    except UnicodeError:
        return False


def _share(found: list[bytes], data: bytes) -> float:
    """How much of what is beyond ASCII these pieces are."""
    high = sum(byte >= 0x80 for byte in data)
    return sum(byte >= 0x80 for piece in found for byte in piece) / high if high else 0.0


def _chinese(data: bytes, name: str) -> list[tuple[str, float]]:
    """The codec that can read the text, and how much it looks like Chinese, from 0 to 2."""
    codec = next((codec for codec in _CODECS[name] if _reads(data, codec)), None)
    pairs = _PAIR.findall(data[:_SAMPLE])
    if codec is None or not pairs:
        return []
    common = sum(_COMMON[name].fullmatch(pair) is not None for pair in pairs) / len(pairs)
    signs = [char for char in data[:_SAMPLE].decode(codec, "ignore") if char >= "\u3400"]
    return [(codec, common + sum(char in _FREQUENT for char in signs) / max(1, len(signs)))]
