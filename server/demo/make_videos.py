"""Makes the lesson videos of the demo courses from the slides in courses/*/course.toml.

    python server/demo/make_videos.py                 # everything
    python server/demo/make_videos.py crab-1          # one lesson, or one course: crab
    python server/demo/make_videos.py --frames out/   # only draw the slides, to look at them
    python server/demo/make_videos.py --voice espeak  # plain espeak-ng narration, no Python speech packages

For each video lesson it writes into public/media/:
  LESSON.mp4  854x480 H.264 and mono AAC, a key frame every 5 seconds, fast start
  LESSON.vtt  captions, one sentence each
  LESSON.jpg  the poster
and into courses/COURSE/timings.toml the milliseconds at which each slide begins; the last number is the end.

The results are kept in the repository, so building and running the product needs none of this.
To make them again: Debian packages ffmpeg, espeak-ng (only for --voice espeak) and fonts-noto-cjk, Python 3.11
with pillow and numpy, and for the narration what narration.py lists.
`art` of a slide names a function of pictures.py.
"""

import argparse
import subprocess
import sys
import tomllib
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

sys.dont_write_bytecode = True  # no __pycache__ in the repository folder

from narration import RATE, VOICES, Narrator, sentences
from pictures import FONT, INK, MINT, TEAL, picture

HERE = Path(__file__).resolve().parent
MEDIA = HERE.parent.parent / "public" / "media"
WIDTH, HEIGHT, FPS = 854, 480, 5
PAPER = "#faf7f0"
REGULAR = FONT.replace("Bold", "Regular")
LEAD, BETWEEN, TAIL = 0.7, 0.5, 1.1  # seconds of silence: before a slide speaks, between sentences, after


def font(size, path=FONT):
    return ImageFont.truetype(path, int(size * 2), index=2)


BREAKS = "，、：；。？"


def wrap(draw, text, face, width):
    """Chinese breaks anywhere, except before closing punctuation and inside a number or Latin word."""
    lines, line = [], ""
    for i, char in enumerate(text):
        if draw.textlength(line + char, font=face) <= width:
            line += char
            continue
        keep = ""
        if char in "，。、；：？！”）":
            line, keep = line[:-1], line[-1]
        elif char.isascii() and char.isalnum():
            while line and line[-1].isascii() and line[-1].isalnum():
                line, keep = line[:-1], line[-1] + keep
        lines.append(line.rstrip())
        line = (keep + char).lstrip()
    return lines + [line]


def balanced(draw, text, face, width):
    """As few lines as wrap() needs, and no lonely character on the last one."""
    lines = wrap(draw, text, face, width)
    if len(lines) == 1:
        return lines
    if len(lines) == 2:  # better after a comma than inside a word
        ends = [i + 1 for i, c in enumerate(text[:-1]) if c in BREAKS]
        pairs = [(text[:i], text[i:].lstrip()) for i in ends]
        pairs = [pair for pair in pairs if all(draw.textlength(part, font=face) <= width for part in pair)]
        if pairs:
            return list(min(pairs, key=lambda pair: abs(len(pair[0]) - len(pair[1]))))
    best = lines
    for narrower in range(width, width // 2, -16):
        tried = wrap(draw, text, face, narrower)
        if len(tried) > len(lines):
            break
        best = tried
    return best


def draw_slide(course, slide, number, count):
    """One slide, drawn at twice the size and scaled down for smooth edges."""
    image = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), PAPER)
    draw = ImageDraw.Draw(image)

    def text(x, y, words, face, fill, anchor="la"):
        draw.text((x * 2, y * 2), words, font=face, fill=fill, anchor=anchor)

    if number == 1:
        draw.rectangle((0, 0, WIDTH * 2, 440 * 2), fill=TEAL)
        draw.ellipse((545 * 2, 70 * 2, 835 * 2, 360 * 2), fill=PAPER)
        art = picture(slide["art"], 220 * 2)
        image.paste(art, (580 * 2, 105 * 2), art)
        face = font(50) if len(slide["title"]) <= 8 else font(48)
        lines = wrap(draw, slide["title"], face, 470 * 2)
        y = 185 - 32 * len(lines)
        for line in lines:
            text(48, y, line, face, "#ffffff")
            y += 66
        draw.rectangle((50 * 2, (y + 14) * 2, 130 * 2, (y + 19) * 2), fill="#f4c542")
        for i, point in enumerate(slide["points"]):
            text(48, y + 38 + i * 46, point, font(32 if i else 26, FONT if i else REGULAR), "#ffffff" if i else "#cfe7e2")
    else:
        draw.rectangle((0, 0, 14 * 2, 440 * 2), fill=TEAL)
        size = 40 if len(slide["title"]) <= 17 else 34
        text(46, 34, slide["title"], font(size), TEAL)
        draw.ellipse((566 * 2, 116 * 2, 836 * 2, 386 * 2), fill=MINT)
        draw.ellipse((574 * 2, 124 * 2, 828 * 2, 378 * 2), fill="#ffffff")
        art = picture(slide["art"], 178 * 2)
        image.paste(art, (612 * 2, 162 * 2), art)
        for size in (33, 31, 29, 27, 25):
            face = font(size, REGULAR)
            wrapped = [balanced(draw, p, face, 482 * 2) for p in slide["points"]]
            line_height, gap = size * 1.34, size * 0.62
            height = sum(len(w) for w in wrapped) * line_height + gap * (len(wrapped) - 1)
            if height <= 318:
                break
        else:
            raise SystemExit(f"too much text: {slide['title']}")
        y = 106 + (318 - height) / 2
        for lines in wrapped:
            draw.ellipse((48 * 2, (y + size * 0.55) * 2, 59 * 2, (y + size * 0.55 + 11) * 2), fill="#d9772b")
            for line in lines:
                text(74, y, line, face, INK)
                y += line_height
            y += gap

    text(46, 459, course["title"], font(15, REGULAR), "#5d6f6d", "lm")
    text(WIDTH - 28, 459, f"{number} / {count}", font(15), TEAL, "rm")
    draw.rectangle((0, 440 * 2, WIDTH * 2, 444 * 2), fill="#e4e0d4")
    draw.rectangle((0, 440 * 2, WIDTH * 2 * number // count, 444 * 2), fill="#2f8f8a")
    return image.resize((WIDTH, HEIGHT), Image.LANCZOS)


def run(*command):
    subprocess.run([str(c) for c in command], check=True)


def slowed(pcm, factor):
    if factor == 1:
        return pcm
    raw = ["-f", "s16le", "-ar", str(RATE), "-ac", "1"]
    return subprocess.run(["ffmpeg", "-v", "error", *raw, "-i", "-", "-af", f"atempo={factor}", *raw, "-"], input=pcm, check=True, capture_output=True).stdout


def stamp(seconds):
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def make_lesson(course, lesson, narrator, work):
    code, slides = lesson["code"], lesson["slide"]
    work.mkdir(parents=True, exist_ok=True)
    sound, starts, cues, frames = bytearray(), [], [], []

    def now():
        return len(sound) / 2 / RATE

    def silence(seconds):
        sound.extend(b"\0\0" * round(seconds * RATE))

    for number, slide in enumerate(slides, 1):
        frame = work / f"{number:02d}.png"
        draw_slide(course, slide, number, len(slides)).save(frame)
        frames.append(frame)
        starts.append(now())
        silence(LEAD)
        spoken = sentences(slide["narration"])
        for i, sentence in enumerate(spoken):
            begin = now()
            sound.extend(slowed(narrator.say(sentence), 1 if narrator.kind == "espeak" else narrator.slowing))
            cues.append((begin, now() + 0.25, sentence))
            silence(BETWEEN if i + 1 < len(spoken) else TAIL)
        silence(-now() * FPS % 1 / FPS)  # slides change on a whole frame
    end = now()

    (work / "sound.raw").write_bytes(sound)
    # A still picture is nearly free to encode; each is shown until the next one starts.
    listing = []
    for i, frame in enumerate(frames):
        until = starts[i + 1] if i + 1 < len(starts) else end
        listing.append(f"file '{frame.resolve()}'\nduration {until - starts[i]:.6f}\n")
    (work / "slides.txt").write_text("".join(listing) + f"file '{frames[-1].resolve()}'\n")
    out = MEDIA / f"{code}.mp4"
    run("ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i", work / "slides.txt",
        "-f", "s16le", "-ar", RATE, "-ac", 1, "-i", work / "sound.raw",
        "-vf", f"fps={FPS},format=yuv420p", "-t", f"{end:.6f}",
        "-c:v", "libx264", "-profile:v", "main", "-level", "3.0", "-preset", "medium", "-tune", "stillimage", "-crf", 30,
        "-g", FPS * 5, "-keyint_min", FPS * 5, "-sc_threshold", 0, "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        # even loudness for a phone's small speaker
        "-af", "acompressor=threshold=-24dB:ratio=3:attack=5:release=90:makeup=11dB,alimiter=limit=0.85:level=0",
        "-c:a", "aac", "-b:a", "28k", "-ar", RATE, "-ac", 1,
        "-map_metadata", -1, "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", out)

    vtt = ["WEBVTT", ""]
    for i, (begin, finish, sentence) in enumerate(cues):
        following = cues[i + 1][0] if i + 1 < len(cues) else end
        vtt += [f"{stamp(begin)} --> {stamp(min(finish, following))}", sentence, ""]
    (MEDIA / f"{code}.vtt").write_text("\n".join(vtt), encoding="utf-8")
    Image.open(frames[0]).convert("RGB").save(MEDIA / f"{code}.jpg", quality=70, optimize=True, progressive=True)
    print(f"{code}: {end:.1f} s, {out.stat().st_size / 1e6:.2f} MB, {out.stat().st_size / 1e6 / end * 60:.2f} MB/min", flush=True)
    return [round(s * 1000) for s in starts] + [round(end * 1000)]


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("only", nargs="*", help="lesson or course codes; nothing means all")
    args.add_argument("--voice", choices=("kokoro", "espeak"), default="kokoro")
    args.add_argument("--frames", type=Path, help="only draw the slides into this folder")
    args.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "xueshi-narration", help="where spoken sentences are kept")
    args = args.parse_args()
    MEDIA.mkdir(parents=True, exist_ok=True)
    for code in VOICES:
        folder = HERE / "courses" / code
        course = tomllib.loads((folder / "course.toml").read_text(encoding="utf-8"))
        narrator = Narrator(args.voice, code, args.cache)
        timings_file = folder / "timings.toml"
        timings = tomllib.loads(timings_file.read_text()) if timings_file.exists() else {}
        for lesson in course["lesson"]:
            if lesson["kind"] != "video" or args.only and not {code, lesson["code"]} & set(args.only):
                continue
            if args.frames:
                args.frames.mkdir(parents=True, exist_ok=True)
                for i, slide in enumerate(lesson["slide"], 1):
                    draw_slide(course, slide, i, len(lesson["slide"])).save(args.frames / f"{lesson['code']}-{i:02d}.png")
                continue
            timings[lesson["code"]] = make_lesson(course, lesson, narrator, args.cache / lesson["code"])
            lines = ["# Milliseconds at which each slide begins; the last number is the end. Written by make_videos.py.\n"]
            lines += [f"{name} = {timings[name]}\n" for name in sorted(timings)]
            timings_file.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
