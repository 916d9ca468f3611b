"""Which column of a file with service hours means what."""

#: What a column can hold, with the headings that say so (as ``normalise`` gives them).
HEADINGS = {
    "code": ("志愿者编号", "志愿者号", "义工编号", "volunteerno", "volunteernumber"),
    "name": ("姓名", "真实姓名", "志愿者姓名", "名字", "志愿者", "name", "fullname"),
    "id_number": (
        "身份证号 身份证号码 身份证 证件号 证件号码 身份证件号码 公民身份号码 idnumber "
        "idno idcard idcardnumber"
    ).split(),
    "id_type": ("证件类型", "身份证件类型", "证件种类", "证件类别", "idtype"),
    "external_number": (
        "平台编号 志愿汇编号 志愿汇id 志愿汇账号 志愿云编号 i志愿编号 i志愿号 注册编号 "
        "注册号 志愿者注册号 义工号 志愿者证号 外部编号 externalnumber "
        "numberontheplatform"
    ).split(),
    "employee_number": (
        "工号 职工号 员工号 员工编号 职工编号 人员编号 employeenumber employeeno "
        "badgeid"
    ).split(),
    "date": (
        "日期 服务日期 活动日期 志愿服务日期 参加日期 date serviceday dateofservice"
    ).split(),
    "start": (
        "起 开始 开始时间 起始时间 服务开始时间 签到时间 签到 活动开始时间 from start "
        "starttime"
    ).split(),
    "stop": (
        "止 结束 结束时间 终止时间 服务结束时间 签退时间 签退 活动结束时间 until stop "
        "end endtime"
    ).split(),
    "hours": (
        "时长 服务时长 志愿时长 志愿服务时长 小时 小时数 服务小时 信用时数 时数 "
        "累计时长 总时长 期初时长 期初历史时长 历史时长 hours servicehours duration"
    ).split(),
    "minutes": ("分钟", "分钟数", "服务分钟", "minutes"),
    "activity": (
        "活动 活动名称 志愿活动 志愿服务活动 服务活动 activity nameoftheactivity"
    ).split(),
    "project": ("项目", "项目名称", "志愿服务项目", "服务项目", "project"),
    "organiser": (
        "组织单位 主办单位 发起组织 活动组织单位 活动发布单位 发布组织 组织方 主办方 "
        "organiser organizer"
    ).split(),
    "description": (
        "说明 服务内容 内容 备注 服务说明 描述 description whatwasdone note"
    ).split(),
    "platform": ("来源平台", "平台", "来源", "数据来源", "platform", "source"),
    "record_no": (
        "外部记录号 记录编号 记录号 时长编号 流水号 时长记录编号 recordno "
        "recordnumber recordnoontheplatform"
    ).split(),
}
TARGETS = tuple(HEADINGS)
BY_HEADING = {
    heading: target for target, headings in HEADINGS.items() for heading in headings
}
