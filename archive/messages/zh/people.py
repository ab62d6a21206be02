"""人员、登录的词语。"""

from __future__ import annotations

MESSAGES = {
    "people.wrong_login": "用户名或密码不对。连续错五次后，请过一刻钟再试；忘了密码，请管理员重设。",
    "people.busy": "同时登录的人太多，请稍候再试。",
    "people.login_needed": "请先登录。",
    "people.bad_token": "令牌不认识、已到期或已作废，或不作此用途。",
    "people.forbidden": "您的账号没有做这件事的权限。",
    "people.read_only": "本页面只供阅读，什么也不改。",
    "people.bad_name": "“{name}”不能作名称：要 1 至 {limit} 个可见的字。",
    "people.name_taken": "已有名为“{name}”的账号。",
    "people.no_such_account": "没有名为“{name}”的账号。",
    "people.group_taken": "已有名为“{name}”的用户组。",
    "people.no_such_group": "没有名为“{name}”的用户组。现有：{known}。",
    "people.bad_role": "没有“{role}”这种职责。有：{known}。",
    "people.separate_duties": "设置了三员分立：一个账号只能有一种职责（{known}），不能是总管理员。",
    "people.last_administrator": "这是最后一个管理员，不能停用或撤去职责。请先让另一个账号当管理员。",
    "people.already_set_up": "已经有账号了，请登录。",
    "people.wrong_code": "一次性码不对，或已失效。请在终端另取一个。",
    "people.password_short": "密码太短，至少要 {least} 个字符。",
    "people.password_long": "密码太长，至多 {limit} 个字符。",
    "people.password_common": "这个密码太容易猜到（常见的词、连号、键盘顺序、生日、电话等）。换一个，例如几个不相干的词连在一起。",
    "people.password_name": "密码里不能主要是用户名。",
    "people.password_same": "新密码与原来的相同。",
    "people.password_differs": "两次输入的新密码不一样。",
    "people.bad_scope": "没有“{scope}”这种用途。有：{known}。",
    "people.bad_days": "有效期须在 1 至 {limit} 天之间。",
    "people.tokens_full": "已有 {limit} 个令牌，请先作废不用的。",
    "people.no_such_token": "没有编号为 {number} 的令牌。",
    "people.setup_elsewhere": "建立第一个管理员只能在装有报告库的这台机器上进行。",
}
