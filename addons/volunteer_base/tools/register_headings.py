"""Which column of a register means what: headings as offices and platforms write them.

Registers come from spreadsheets of many hands and from exports of volunteering
platforms; the same datum has a dozen names. A heading is compared without white space,
brackets' contents and punctuation, in lower case.
"""

import re
import unicodedata
from collections.abc import Mapping

#: What a column can hold, with the headings that say so.
HEADINGS = {
    "code": ("志愿者编号", "志愿者号", "义工编号", "volunteerno", "volunteernumber"),
    "name": ("姓名", "真实姓名", "志愿者姓名", "名字", "name", "fullname"),
    "kind": (
        "类别 类型 志愿者类别 志愿者类型 人员类别 人员类型 身份类别 人员性质 身份 "
        "kind type"
    ).split(),
    "is_contract": (
        "聘用",
        "合同工",
        "合同制",
        "聘用人员",
        "contract",
        "contractstaff",
    ),
    "id_type": ("证件类型", "身份证件类型", "证件种类", "证件类别", "idtype"),
    "id_number": (
        "身份证号 身份证号码 身份证 证件号 证件号码 身份证件号码 公民身份号码 "
        "居民身份证号码 idnumber idno idcard idcardnumber"
    ).split(),
    "birth_date": (
        "出生日期 出生年月日 生日 出生年月 birthdate dateofbirth birthday"
    ).split(),
    "sex": ("性别", "sex", "gender"),
    "political_status": ("政治面貌", "政治面目", "党派", "politicalstatus"),
    "party_applicant": ("入党积极分子", "是否入党积极分子", "partyapplicant"),
    "education": ("文化程度", "学历", "最高学历", "教育程度", "education"),
    "ethnic_group": ("民族", "ethnicgroup"),
    "employer": (
        "工作单位 单位 单位名称 学校 所在单位 工作单位或学校 就读学校 学校名称 "
        "employer school employerorschool"
    ).split(),
    "occupation": ("职业", "职务", "职称", "岗位", "从业状况", "occupation"),
    "mobile": (
        "手机 手机号 手机号码 联系电话 联系方式 电话 电话号码 移动电话 联系手机 "
        "mobile mobilephone phone telephone"
    ).split(),
    "email": ("邮箱", "电子邮箱", "电子邮件", "邮件", "email", "emailaddress"),
    "region": (
        "居住区域 所在区域 所属区域 居住地 服务区域 常住地 现居住区域 region "
        "residentialarea"
    ).split(),
    "address": (
        "地址 住址 家庭住址 家庭地址 详细地址 居住地址 通讯地址 联系地址 现住址 address"
    ).split(),
    "emergency_contact": (
        "紧急联系人",
        "紧急联系人姓名",
        "应急联系人",
        "emergencycontact",
    ),
    "emergency_mobile": (
        "紧急联系电话 紧急联系人电话 紧急联系人手机 紧急联系方式 应急联系电话 "
        "emergencymobile emergencycontactsmobile"
    ).split(),
    "guardian_name": ("监护人", "监护人姓名", "家长", "家长姓名", "guardian"),
    "guardian_relation": (
        "与监护人关系 监护人关系 与本人关系 关系 relation relationtothevolunteer"
    ).split(),
    "guardian_mobile": (
        "监护人电话 监护人手机 监护人联系电话 监护人联系方式 监护人手机号 家长电话 "
        "家长手机 家长联系电话 guardianmobile guardiansmobile"
    ).split(),
    "guardian_consent_date": (
        "监护人同意日期",
        "监护人签字日期",
        "guardiansconsenton",
    ),
    "consent_date": ("同意日期", "本人同意日期", "授权日期", "consenton"),
    "skills": ("专业技能", "技能", "特长", "技能特长", "个人特长", "skills"),
    "categories": (
        "服务类别 服务领域 服务意向 意向服务类别 志愿服务类别 fieldsofservice"
    ).split(),
    "external_number": (
        "平台编号 志愿汇编号 志愿汇id 志愿汇账号 志愿云编号 i志愿编号 i志愿号 注册编号 "
        "注册号 志愿者注册号 义工号 志愿者证号 外部编号 externalnumber"
    ).split(),
    "employee_number": (
        "工号 职工号 员工号 员工编号 职工编号 人员编号 "
        "employeenumber employeeno badgeid"
    ).split(),
    "team": (
        "服务队 志愿服务队 所属团队 所属队伍 团队 队伍 所属服务队 所属组织 小分队 team"
    ).split(),
    "date_registered": (
        "注册日期 注册时间 登记日期 入队日期 加入日期 加入时间 registeredon"
    ).split(),
}
TARGETS = tuple(HEADINGS)
#: Headings are recognised in this many first rows: titles may stand above them.
TITLE_ROWS = 5
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕")
_NOISE = re.compile(r"[\W_]+")
#: Which heading says which target.
BY_HEADING = {
    heading: target for target, headings in HEADINGS.items() for heading in headings
}


def normalise(heading: str) -> str:
    """Return a heading as it is compared: ``*手机 号码（必填）`` gives ``手机号码``.

    :param heading: the text of a header cell
    """
    text = unicodedata.normalize("NFKC", heading or "").lower()
    return _NOISE.sub("", _PARENTHESES.sub("", text)) or _NOISE.sub("", text)


def find_header(
    rows: list[list[str]], known_headings: Mapping[str, str] = BY_HEADING
) -> int | None:
    """Return the index of the header: of the first rows, the one best understood.

    :param rows: as ``read_table`` returns them
    :param known_headings: ``{normalised heading: target}``
    :return: ``None`` when there is no filled row; the first filled row with more than
        one cell when no heading is known
    """
    best, most, fallback = None, 0, None
    filled = [index for index, cells in enumerate(rows) if any(cells)][:TITLE_ROWS]
    for index in filled:
        known = sum(normalise(cell) in known_headings for cell in rows[index])
        if known > most:
            best, most = index, known
        if fallback is None and sum(map(bool, rows[index])) > 1:
            fallback = index
    if best is not None:
        return best
    return fallback if fallback is not None else next(iter(filled), None)


def guess_targets(
    header: list[str],
    remembered: Mapping[str, str] | None = None,
    known_headings: Mapping[str, str] = BY_HEADING,
) -> list[str]:
    """Return for each heading what its column holds, ``""`` where nobody knows.

    :param header: the cells of the header row
    :param remembered: ``{normalised heading: target}``, what people chose before; an
        empty target means that the column is left out. It wins over the known headings
    :param known_headings: ``{normalised heading: target}``
    :return: targets of ``known_headings``, none twice: the first column keeps it
    """
    remembered = remembered or {}
    targets = set(known_headings.values())
    seen: set[str] = set()
    result = []
    for cell in header:
        heading = normalise(cell)
        target = remembered.get(heading, known_headings.get(heading, ""))
        if target not in targets or target in seen:
            target = ""
        if target:
            seen.add(target)
        result.append(target)
    return result
