"""A few dozen sentences in Traditional Chinese: what the sample reports say, and what renderers say."""

from __future__ import annotations

import gettext

from grader.words.translation import Translator
from helpers.sample_reports import FORGETS_THE_MEAN

LANGUAGE = "zh-TW"
ENGINE = {
    # the renderers' own
    "passed": "通過",
    "needs work": "需要修改",
    "not in the file": "檔案裡沒有",
    "not written yet": "還沒寫",
    "waiting": "等待中",
    "not checked": "沒有檢查",
    "could not be checked": "無法檢查",
    "no score": "沒有分數",
    "not graded": "沒有評分",
    "not handed in": "沒有繳交",
    "points": "分",
    "call": "呼叫",
    "expected": "應得",
    "got": "實得",
    "submission": "繳交檔案",
    "seed": "種子",
    "devices": "裝置",
    "isolation": "隔離",
    "versions": "版本",
    "student": "學生",
    "assignment": "作業",
    "score": "分數",
    "first thing to fix": "先改什麼",
    "what to do first": "先做什麼",
    "To work on": "要修改的",
    "Still to write": "還要寫的",
    "Right": "對的",
    "About the file": "關於檔案",
    "How this was graded": "評分方式",
    "The class": "全班",
    "Scores": "分數",
    "Everything passes.": "全部通過。",
    "There is nothing left to do here.": "這裡沒有要做的事了。",
    "There is no score.": "沒有分數。",
    "This does not mean zero points.": "這不是零分。",
    "Start with the file itself.": "先處理檔案本身。",
    "Start with {function}.": "先處理{function}。",
    "Start here.": "從這裡開始。",
    "Write {function} first.": "先寫{function}。",
    "{function}: {reason}": "{function}：{reason}",
    "on {device}": "在 {device} 上",
    "Look at {place}.": "請看{place}。",
    "Defined at {place}.": "定義在{place}。",
    "Read again: {section}": "請再讀 {section}",
    "So these could not be tried: {functions}.": "因此無法測試{functions}。",
    "This is a hidden check.": "這是隱藏的檢查。",
    "Its inputs are not shown.": "不顯示輸入。",
    "Students do not see its inputs.": "學生看不到輸入。",
    "The grader caused this, not you.": "這是評分程式造成的，不是你。",
    "It costs you no points.": "不扣分。",
    "{file}, line {line}": "{file}第 {line} 行",
    "{file}, cell {cell}, line {line}": "{file}第 {cell} 格第 {line} 行",
    # what the sample reports say
    "Expected shape {want}, got shape {got}.": "形狀應該是 {want}，得到的是 {got}。",
    "The values are {ratio} times the expected ones.": "數值是應得的 {ratio} 倍。",
    "{function} took longer than {seconds} s.": "{function}超過 {seconds} 秒還沒結束。",
    "Is there a loop that does not end?": "是不是有迴圈停不下來？",
    "The call took too long.": "呼叫花了太久。",
    "This waits for another check: {title}": "這要等另一項檢查：{title}",
    "This is right but for {functions}.": "除了{functions}以外都對。",
    "{function} is not written yet.": "{function}還沒寫。",
    "{function} is not defined in your file.": "你的檔案裡沒有定義{function}。",
    "The name must be exactly that.": "名稱必須完全一樣。",
    "{place}: the call {call} is outside of any function. It was not run.": (
        "{place}：{call}在所有函式之外，沒有執行。"
    ),
    "Nothing in this file can be called.": "這個檔案裡沒有能呼叫的東西。",
}
COURSE = {
    "The loss is one number.": "損失是一個數。",
    "The mean of the squared differences.": "差的平方的平均。",
    "One derivative for each prediction.": "每個預測各有一個導數。",
    "The derivative of the mean squared error.": "均方誤差的導數。",
    "Right for a single reading as for many.": "一筆讀數和很多筆都要對。",
    "Right where the readings are many.": "讀數很多時也要對。",
    "One epoch takes one step downhill.": "一個 epoch 往下走一步。",
    "A thousand epochs come close to the best line.": "一千個 epoch 會接近最好的直線。",
    "You forget the mean: every derivative is N times too large.": "你忘了取平均：每個導數都大了 N 倍。",
    "Does your derivative depend on how many readings there are?": "你的導數會隨讀數的筆數改變嗎？",
    str(FORGETS_THE_MEAN.explanation): (
        "`loss_fn` 的最後是 `.mean()`，它會除以讀數的筆數。"
        "導數也要保留這個除法：`2 * (t_p - t_c) / t_p.size(0)`。"
        "少了它，訓練還是會往下走，但每一步都太長，長了 N 倍，"
        "所以 `training_loop` 用本來可以的學習率也會發散。"
    ),
}
# Not in either on purpose: what a catalog lacks is said in English.
LACKING = "The argument `params` is left as it was."


class _Catalog(gettext.NullTranslations):
    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self._texts = texts

    def gettext(self, message: str) -> str:
        return self._texts.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return self._texts.get(message, message)


def in_chinese() -> Translator:
    """A translator with these two catalogs."""
    return Translator(LANGUAGE, _Catalog(ENGINE), {"gradient_descent": _Catalog(COURSE)})
