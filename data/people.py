"""Which words are the names of people, as far as a word can tell."""

import re

from data.phones import without_phones
from data.remarked import Remarked
from data.texts import label_of, text_of

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥南班储原栗燕楚"
)
_NAME = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")
_POLITE = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]?(?:先生|女士|小姐|总|老师|经理|师傅)")
_BRACKETS = re.compile(r"[(（【\[].*?[)）】\]]")
_NUMBERED = re.compile(r"[A-Za-z]{0,3}\d+[\s\-_]*(?=\D)")  # an employee's number before his name
_TEAM = re.compile(r"\s*[-—–_]\s*\S{1,4}[组部队店]$")
_TWO = re.compile(r"\s*[/、,，;；+&和]\s*")


def as_salesperson(raw: object) -> str | Remarked | None:
    """Return who sold, without titles, numbers and phones; of two who share a deal the first, with a remark."""
    written = _BRACKETS.sub("", text_of(raw)).strip()
    spaced = written.split()
    if len(spaced) > 1 and all(map(is_person, spaced)):
        written = "/".join(spaced)
    name = _TEAM.sub("", _NUMBERED.sub("", without_phones(label_of(written)), count=1))
    first, *others = [one for one in _TWO.split(name) if one] or [""]
    return Remarked(first, "two_people") if others else first or None


def is_person(text: str) -> bool:
    """Say whether a text looks like a Chinese name: 王芳, 张伟明, 李女士."""
    name = re.sub(r"\s+", "", text)
    return bool(_NAME.fullmatch(name) or _POLITE.fullmatch(name))
