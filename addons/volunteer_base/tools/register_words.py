"""Words that registers use for the values of fixed and national tables."""

import unicodedata
from collections.abc import Mapping

KINDS = {
    "staff": "在职职工 职工 在职 本院职工 员工 医务人员 在编 staff",
    "retiree": "离退休 退休 离休 退休职工 离退休职工 离退休人员 retiree",
    "student": "大学生 学生 在校生 研究生 高校学生 student",
    "minor": "未成年人 小义工 未成年 中学生 小学生 中小学生 少年儿童 minor",
    "community": (
        "社会志愿者 社会人士 社会 社区志愿者 社区 社会爱心人士 其他 community "
        "communityvolunteer"
    ),
}
SEXES = {
    "1": "男 男性 m male",
    "2": "女 女性 f female",
    "0": "未知 unknown",
    "9": "未说明",
}
ID_TYPES = {
    "111": "居民身份证 身份证 二代身份证 身份证件 residentidcard",
    "114": "军官证 officer'scertificate",
    "414": "护照 passport",
    "516": "港澳居民来往内地通行证 港澳通行证 回乡证",
    "511": "台湾居民来往大陆通行证 台胞证",
}
#: Other words for values of the national tables, by code.
CODE_WORDS = {
    "political_status": {
        "01": "中共党员 党员 共产党员 中国共产党党员",
        "02": "预备党员 中共预备党员 中国共产党预备党员",
        "03": "团员 共青团员 共青团 中国共产主义青年团团员",
        "04": "民革 民革党员 民革会员",
        "05": "民盟 民盟盟员",
        "06": "民建 民建会员",
        "07": "民进 民进会员",
        "08": "农工党 农工党党员",
        "09": "致公党 致公党党员",
        "10": "九三学社 九三学社社员",
        "11": "台盟 台盟盟员",
        "12": "无党派 无党派人士 无党派民主人士",
        "13": "群众 普通居民 普通群众",
    },
    "education": {
        "10": "研究生 硕士 博士 硕士研究生 博士研究生 研究生教育",
        "20": "本科 大学本科 大学 学士 大本 本科生",
        "30": "专科 大专 大学专科 专科生 高职",
        "40": "中职 中专 职高 技校 中等专科 中等职业",
        "60": "普高 高中 普通高中",
        "70": "初中 初级中学",
        "80": "小学",
        "90": "其他",
    },
    "ethnic_group": {"01": "汉 汉族"},
}


def word_key(text: str) -> str:
    """Return a word as it is compared: half-width, lower case, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def spell(words: Mapping[str, str]) -> dict[str, str]:
    """Return ``{word: value}`` of ``{value: "word word"}``; a value is its own word."""
    result = {word_key(value): value for value in words}
    for value, text in words.items():
        result.update((word_key(word), value) for word in text.split())
    return result
