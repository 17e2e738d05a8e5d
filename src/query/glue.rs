//! Words that hold a question together and ask for nothing.

/// In lower case; typed in capitals such a word may be a short form (`ALL`, `OR`).
const ENGLISH: &str = "a about added adding after all alone among an and any are as at be before between both by can \
    combination combined combining compared data did do does during effect effects efficacy evidence \
    find followed for from give given has have how i if improve improved improves in into is it me much \
    of on only or outcome outcomes patient patients people plus receiving regarding report reported \
    result results show studies study than that the their then therapy there these this to treated \
    treating treatment trial trials under use used using was were what when which who whose will with \
    within would";

/// Longest first where one begins with another.
const CHINESE: &str = "有没有 怎么样 联合 加用 序贯 治疗 疗法 患者 病人 研究 试验 结果 数据 疗效 效果 影响 \
    单独 单药 单用 以及 还是 是否 能否 如何 怎样 什么 哪些 关于 之后 之前 使用 应用 接受 \
    有无 比较 的 对 与 和 及 加 或 在 中 于 后 前 用 是 有 吗 呢 组";

pub fn is_english(word: &str) -> bool {
    ENGLISH.split(' ').any(|glue| glue == word)
}

/// The length in bytes of the Chinese glue word that `text` begins with.
pub fn chinese_prefix(text: &str) -> Option<usize> {
    CHINESE.split(' ').find(|word| text.starts_with(word)).map(str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_is_known_whole() {
        assert!(is_english("with") && !is_english("wit") && !is_english(""));
        assert_eq!(chinese_prefix("联合治疗"), Some(6));
        assert_eq!(chinese_prefix("肝癌"), None);
    }
}
