//! Words for films that institutions upload.

use domain::film::{BYTES_MAX, FilmRefusal, FilmState, QUOTA_BYTES, UploadRefusal};

use super::Words;

const GIB: i64 = 1024 * 1024 * 1024;

impl Words {
    /// How a film stands.
    pub fn film_state(self, state: FilmState) -> &'static str {
        match state {
            FilmState::Receiving => self.t("没有传完", "Not yet whole"),
            FilmState::Measuring => self.t("正在检查", "Being checked"),
            FilmState::Ready => self.t("可以用", "Ready"),
            FilmState::Refused => self.t("不能用", "Cannot be used"),
        }
    }

    /// Why a film cannot be used, and what to do.
    pub fn film_refusal(self, refusal: FilmRefusal) -> &'static str {
        match refusal {
            FilmRefusal::NoMp4 => self.t(
                "这不是 MP4 视频，或者文件坏了。请用剪辑软件另存为 MP4（H.264），再上传。",
                "This is no MP4 video, or it is damaged. Save it as MP4 (H.264) and upload it again.",
            ),
            FilmRefusal::NoPictures => self.t(
                "里面只有声音，没有画面。请换一个有画面的视频。",
                "There is only sound in it, no picture. Please choose a file with pictures.",
            ),
            FilmRefusal::SeveralPictures => self.t(
                "里面有几路画面。请只留一路，另存为 MP4（H.264），再上传。",
                "It holds several pictures side by side. Keep one, save it as MP4 (H.264) and upload it again.",
            ),
            FilmRefusal::Pictures => self.t(
                "画面的编码很多手机放不了。请另存为 MP4（H.264），再上传。",
                "Many phones cannot show how its pictures are coded. Save it as MP4 (H.264) and upload it again.",
            ),
            FilmRefusal::Sound => self.t(
                "声音的编码很多手机放不了。请另存为 MP4（H.264，声音 AAC），再上传。",
                "Many phones cannot play how its sound is coded. Save it as MP4 (H.264 with AAC) and upload it again.",
            ),
            FilmRefusal::CutOff => self.t(
                "文件不完整，后面缺了一段。请重新复制一遍，再上传。",
                "The file is not whole: its end is missing. Copy it again and upload it again.",
            ),
            FilmRefusal::Lengths => self.t(
                "文件里写的时长和画面对不上。请用剪辑软件重新导出，再上传。",
                "The length written in the file is not that of its pictures. Export it anew and upload it again.",
            ),
            FilmRefusal::Stands => self.t(
                "画面几乎不动，一秒不到一帧。请换一个会动的视频。",
                "It shows fewer than one picture a second. Please choose a film that moves.",
            ),
            FilmRefusal::TooComplex => self.t(
                "这个文件太复杂，检查不完。请用剪辑软件重新导出为 MP4（H.264），再上传。",
                "The file is too complex to be checked. Export it anew as MP4 (H.264) and upload it again.",
            ),
            FilmRefusal::NotMeasured => self.t(
                "系统没能检查这个文件，不是您的错。请再上传一次；还不行，请告诉系统管理员。",
                "The system could not check this file; it is not your fault. Upload it once more, or tell the system administrator.",
            ),
        }
    }

    /// Why an upload does not begin, and what to do.
    pub fn upload_refusal(self, refusal: UploadRefusal) -> String {
        let (most, all) = (BYTES_MAX / GIB, QUOTA_BYTES / GIB);
        match (self, refusal) {
            (Self::Zh, UploadRefusal::Empty) => "文件是空的。请换一个。".to_owned(),
            (Self::En, UploadRefusal::Empty) => "The file is empty. Please choose another.".to_owned(),
            (Self::Zh, UploadRefusal::TooLarge) => {
                format!("文件超过 {most} GB。请分成几段，或者压缩后再上传。")
            }
            (Self::En, UploadRefusal::TooLarge) => {
                format!("The file is larger than {most} GB. Cut it into parts or compress it.")
            }
            (Self::Zh, UploadRefusal::Quota) => {
                format!("本单位的视频已接近 {all} GB 的上限，放不下这个文件。请先删除不用的视频。")
            }
            (Self::En, UploadRefusal::Quota) => format!(
                "The films of your organisation have nearly reached {all} GB; this one does not fit. Delete films you do not need first."
            ),
        }
    }
}
