//! What the columns of a roster are called.

use domain::roster::Field;

/// Without these there is no roster.
pub(crate) const NEEDED: [Field; 3] = [Field::Name, Field::Document, Field::Phone];

/// What each column is called, without spaces and signs.
pub(crate) const NAMES: [(Field, &[&str]); 7] = [
    (Field::Sequence, &["序号", "编号", "序", "号", "学号", "NO", "NUMBER"]),
    (
        Field::Name,
        &[
            "姓名",
            "学员姓名",
            "学生姓名",
            "参训人员姓名",
            "参训人员",
            "人员姓名",
            "学员",
            "劳动者姓名",
            "NAME",
            "AAC003",
        ],
    ),
    (Field::DocumentKind, &["证件类型", "证件种类", "证件类别", "有效证件类型", "DOCUMENTTYPE"]),
    (
        Field::Document,
        &[
            "身份证号码",
            "身份证号",
            "身份证",
            "身份证件号码",
            "身份证件号",
            "证件号码",
            "证件号",
            "有效证件号码",
            "公民身份号码",
            "公民身份证号码",
            "居民身份证号码",
            "居民身份证号",
            "居民身份证",
            "社会保障号码",
            "社会保障号",
            "IDNUMBER",
            "AAC002",
            "AAC147",
        ],
    ),
    (
        Field::Phone,
        &[
            "联系电话",
            "手机号码",
            "手机号",
            "手机",
            "电话",
            "电话号码",
            "联系方式",
            "联系手机",
            "移动电话",
            "本人电话",
            "本人手机号",
            "学员电话",
            "PHONE",
            "MOBILE",
            "AAE005",
        ],
    ),
    (
        Field::Category,
        &[
            "人员类别",
            "人员类型",
            "学员类别",
            "学员类型",
            "培训对象类别",
            "培训对象",
            "类别",
            "CATEGORY",
            "BCC006",
        ],
    ),
    (Field::Level, &["等级", "培训等级", "技能等级", "职业等级", "职业技能等级", "级别", "LEVEL", "BAC015"]),
];
