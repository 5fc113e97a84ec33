"""Simple pictures for the slides, drawn with lines and shapes on a board of 100 by 100 units."""

import math

from PIL import Image, ImageDraw, ImageFont

TEAL, MINT, SAND, ORANGE, RED = "#0b5d5e", "#cfe7e2", "#f2dcae", "#d9772b", "#c0392b"
BROWN, GREEN, LEAF, WATER, INK, WHITE, GREY, YELLOW = "#8a5a33", "#4f8f4a", "#8cc07d", "#8fc3d1", "#223b3b", "#ffffff", "#9aa8a6", "#f4c542"
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"


class Pen:
    def __init__(self, size):
        self.k = size / 100
        self.image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
        self.draw = ImageDraw.Draw(self.image)

    def at(self, *v):
        return [x * self.k for x in v]

    def oval(self, x, y, rx, ry=None, fill=None, edge=None, w=2):
        ry = rx if ry is None else ry
        self.draw.ellipse(self.at(x - rx, y - ry, x + rx, y + ry), fill=fill, outline=edge, width=int(w * self.k))

    def box(self, x, y, w, h, fill=None, edge=None, r=3, line=2):
        self.draw.rounded_rectangle(self.at(x, y, x + w, y + h), radius=r * self.k, fill=fill, outline=edge, width=int(line * self.k))

    def poly(self, *points, fill):
        self.draw.polygon([tuple(self.at(*p)) for p in points], fill=fill)

    def line(self, *points, fill=INK, w=3):
        pts = [tuple(self.at(*p)) for p in points]
        self.draw.line(pts, fill=fill, width=int(w * self.k), joint="curve")
        r = w * self.k / 2
        for x, y in (pts[0], pts[-1]):
            self.draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def arc(self, x, y, r, a, b, fill=INK, w=3, ry=None):
        ry = r if ry is None else ry
        steps = [a + (b - a) * i / 24 for i in range(25)]
        self.line(*[(x + r * math.cos(math.radians(t)), y + ry * math.sin(math.radians(t))) for t in steps], fill=fill, w=w)

    def word(self, x, y, text, size, fill=INK):
        self.draw.text(self.at(x, y), text, font=ImageFont.truetype(FONT, int(size * self.k), index=2), fill=fill, anchor="mm")

    def waves(self, y, x0=10, x1=90, fill=WHITE, w=2):
        self.line(*[(x0 + (x1 - x0) * i / 40, y + 1.6 * math.sin(i * math.pi / 4)) for i in range(41)], fill=fill, w=w)


def small_crab(p, x, y, s=1.0, fill=ORANGE, edge=BROWN):
    for side in (-1, 1):
        for i, dy in enumerate((-4, 3, 10)):
            p.line((x + side * 14 * s, y + dy * s), (x + side * 25 * s, y + (dy - 4) * s), (x + side * 29 * s, y + (dy + 6) * s), fill=edge, w=2.6 * s)
        p.line((x + side * 13 * s, y - 8 * s), (x + side * 20 * s, y - 18 * s), fill=edge, w=4 * s)
        p.oval(x + side * 21 * s, y - 23 * s, 6.5 * s, 7.5 * s, fill=fill, edge=edge, w=1.5 * s)
        p.poly((x + side * 21 * s, y - 23 * s), (x + side * (21 - 4) * s, y - 33 * s), (x + side * (21 + 4) * s, y - 33 * s), fill=WHITE)
        p.line((x + side * 5 * s, y - 12 * s), (x + side * 6 * s, y - 18 * s), fill=edge, w=2 * s)
        p.oval(x + side * 6 * s, y - 19 * s, 2.6 * s, fill=INK)
    p.oval(x, y, 18 * s, 14 * s, fill=fill, edge=edge, w=2 * s)
    p.arc(x, y - 1 * s, 8 * s, 30, 150, fill=edge, w=1.6 * s, ry=6 * s)


def bolt(p, x, y, s=1.0, fill=YELLOW):
    p.poly((x + 4 * s, y - 20 * s), (x - 12 * s, y + 4 * s), (x - 1 * s, y + 4 * s), (x - 5 * s, y + 20 * s), (x + 12 * s, y - 5 * s), (x + 1 * s, y - 5 * s), fill=fill)


def person(p, x, y, s=1.0, shirt=TEAL):
    p.oval(x, y - 16 * s, 8 * s, fill=SAND, edge=BROWN, w=1.5)
    p.poly((x - 13 * s, y + 20 * s), (x - 11 * s, y), (x - 4 * s, y - 6 * s), (x + 4 * s, y - 6 * s), (x + 11 * s, y), (x + 13 * s, y + 20 * s), fill=shirt)


def clock(p, x, y, r):
    p.oval(x, y, r, fill=WHITE, edge=TEAL, w=3)
    p.line((x, y), (x, y - r * 0.6), fill=TEAL, w=2.5)
    p.line((x, y), (x + r * 0.45, y + r * 0.2), fill=TEAL, w=2.5)


def no(p, x=50, y=50, r=36):
    p.oval(x, y, r, edge=RED, w=6)
    d = r * 0.7
    p.line((x - d, y - d), (x + d, y + d), fill=RED, w=6)


def tick(p, x, y, s=1.0, fill=GREEN):
    p.line((x - 7 * s, y), (x - 2 * s, y + 6 * s), (x + 8 * s, y - 6 * s), fill=fill, w=4 * s)


def socket_face(p, x, y, three=True):
    p.box(x - 17, y - 17, 34, 34, fill=WHITE, edge=TEAL, r=5)
    if three:
        p.line((x, y - 10), (x, y - 4), fill=INK, w=4)
        p.line((x - 8, y + 4), (x - 5, y + 9), fill=INK, w=4)
        p.line((x + 8, y + 4), (x + 5, y + 9), fill=INK, w=4)
    else:
        p.line((x - 7, y - 4), (x - 7, y + 4), fill=INK, w=4)
        p.line((x + 7, y - 4), (x + 7, y + 4), fill=INK, w=4)


# ---- one function a picture --------------------------------------------------

def crab(p):
    p.waves(86, 15, 85, WATER, 3); small_crab(p, 50, 55, 1.35)

def moult(p):
    small_crab(p, 34, 64, 0.85, fill="#e9e2d2", edge=GREY); small_crab(p, 66, 46, 1.0)
    p.line((30, 38), (36, 30), (34, 38), fill=TEAL, w=2)

def pond(p):
    p.box(8, 42, 84, 40, fill=WATER, r=16); p.waves(56); p.waves(68)
    p.box(4, 36, 24, 10, fill=GREY, r=2); p.line((28, 41), (31, 50), fill=WHITE, w=3)
    p.box(74, 74, 22, 10, fill=GREY, r=2)
    p.line((72, 40), (72, 20), fill=GREEN, w=3); p.oval(72, 18, 12, 9, fill=LEAF)

def depth(p):
    p.poly((5, 30), (28, 78), (72, 78), (95, 30), (95, 92), (5, 92), fill=BROWN)
    p.poly((11, 42), (28, 78), (72, 78), (89, 42), fill=WATER); p.waves(46, 16, 84)
    p.line((38, 46), (38, 74), fill=TEAL, w=2.5); p.poly((38, 42), (34, 50), (42, 50), fill=TEAL); p.poly((38, 78), (34, 70), (42, 70), fill=TEAL)
    p.word(57, 61, "1.5米", 10, TEAL)

def fence(p):
    p.poly((0, 74), (60, 74), (72, 92), (0, 92), fill=BROWN); p.poly((64, 80), (100, 80), (100, 92), (72, 92), fill=WATER)
    p.box(40, 24, 7, 64, fill=MINT, edge=TEAL, r=2); p.line((43.5, 24), (43.5, 14), fill=TEAL, w=2)
    small_crab(p, 72, 62, 0.6); p.line((30, 26), (30, 73), fill=TEAL, w=2); p.word(18, 50, "50", 11, TEAL)

def sun(p):
    p.oval(50, 32, 15, fill=YELLOW)
    for i in range(12):
        a = math.radians(i * 30); p.line((50 + 20 * math.cos(a), 32 + 20 * math.sin(a)), (50 + 27 * math.cos(a), 32 + 27 * math.sin(a)), fill=YELLOW, w=3)
    p.poly((4, 66), (96, 66), (90, 92), (10, 92), fill=SAND)
    for x in (24, 46, 68): p.line((x, 68), (x + 6, 76), (x, 82), (x + 5, 90), fill=BROWN, w=1.5)

def lime(p):
    p.poly((24, 40), (58, 40), (64, 88), (18, 88), fill=MINT); p.box(22, 34, 38, 10, fill=SAND, r=3); p.word(41, 66, "石灰", 13, TEAL)
    p.oval(80, 34, 11, fill=MINT, edge=TEAL, w=3); p.line((66, 34), (70, 34), fill=TEAL, w=3)
    p.box(70, 52, 22, 14, fill=WHITE, edge=TEAL, r=5)
    for x, y in ((72, 80), (80, 86), (88, 78), (82, 74)): p.oval(x, y, 2, fill=GREY)

def fish(p, x, y, s=1.0, fill=TEAL):
    p.oval(x, y, 13 * s, 6 * s, fill=fill); p.poly((x + 11 * s, y), (x + 20 * s, y - 6 * s), (x + 20 * s, y + 6 * s), fill=fill); p.oval(x - 7 * s, y - 1 * s, 1.3 * s, fill=WHITE)

def test(p):
    p.box(12, 34, 76, 50, fill=WATER, r=8); p.waves(42, 18, 82)
    for x in range(20, 84, 8): p.line((x, 36), (x, 82), fill=WHITE, w=0.8)
    fish(p, 38, 58); fish(p, 62, 72, 0.8, ORANGE); clock(p, 78, 26, 15)

def plant(p):
    p.box(6, 26, 88, 64, fill=WATER, r=8); p.waves(32); p.box(6, 80, 88, 10, fill=BROWN, r=3)
    for x, h in ((20, 46), (34, 38), (50, 50), (66, 36), (80, 48)):
        p.line((x, 82), (x + 2, 82 - h), fill=GREEN, w=2.5)
        for i in range(5):
            y = 80 - h * i / 5 - 4
            p.line((x, y), (x - 6, y - 5), fill=LEAF, w=2.5); p.line((x + 1, y - 2), (x + 7, y - 7), fill=LEAF, w=2.5)

def snail(p):
    for x, y, s in ((36, 60, 1.2), (70, 72, 0.8), (68, 38, 0.7)):
        p.oval(x, y, 20 * s, 17 * s, fill=BROWN); p.oval(x + 2 * s, y, 13 * s, 11 * s, fill=SAND); p.oval(x + 4 * s, y, 7 * s, 6 * s, fill=BROWN); p.oval(x + 5 * s, y, 3 * s, fill=SAND)

def check(p):
    p.box(18, 14, 64, 76, fill=WHITE, edge=TEAL, r=5, line=3); p.box(38, 8, 24, 12, fill=TEAL, r=4)
    for y in (34, 50, 66, 80): tick(p, 32, y, 0.75); p.line((46, y), (72, y), fill=GREY, w=3)

def scale(p):
    p.box(20, 66, 60, 22, fill=TEAL, r=5); p.oval(50, 77, 8, fill=WHITE); p.line((50, 77), (54, 72), fill=RED, w=1.5); p.box(14, 58, 72, 7, fill=GREY, r=3)
    small_crab(p, 34, 46, 0.55); small_crab(p, 66, 46, 0.55); small_crab(p, 50, 28, 0.5)

def eye(p):
    p.oval(50, 50, 38, 24, fill=WHITE, edge=TEAL, w=4); p.oval(50, 50, 15, fill=TEAL); p.oval(50, 50, 7, fill=INK); p.oval(55, 45, 3, fill=WHITE)

def calendar(p):
    p.box(14, 20, 72, 68, fill=WHITE, edge=TEAL, r=6, line=3); p.box(14, 20, 72, 18, fill=TEAL, r=6)
    for x in (32, 68): p.line((x, 13), (x, 26), fill=INK, w=4)
    for j in range(3):
        for i in range(4): p.oval(27 + i * 15.5, 50 + j * 13, 4, fill=ORANGE if j == 1 and i in (1, 2) else MINT)

def soak(p):
    p.box(10, 60, 80, 28, fill=WATER, r=8); p.waves(66, 16, 84)
    p.poly((32, 26), (68, 26), (74, 72), (26, 72), fill=MINT); p.box(30, 22, 40, 7, fill=TEAL, r=3); small_crab(p, 50, 54, 0.55)
    p.line((14, 50), (14, 24), fill=TEAL, w=3); p.poly((14, 18), (9, 27), (19, 27), fill=TEAL); p.line((86, 22), (86, 46), fill=TEAL, w=3); p.poly((86, 54), (81, 45), (91, 45), fill=TEAL)

def feed(p):
    p.poly((14, 56), (86, 56), (74, 86), (26, 86), fill=TEAL); p.oval(50, 56, 36, 8, fill=SAND)
    fish(p, 36, 52, 0.9, GREY); p.oval(62, 50, 9, 7, fill=ORANGE); p.line((62, 44), (62, 38), fill=GREEN, w=2.5)
    p.box(45, 24, 9, 24, fill=YELLOW, r=4); p.line((45, 46), (40, 30), fill=LEAF, w=3); p.line((54, 46), (59, 30), fill=LEAF, w=3)

def moon(p):
    p.box(4, 8, 92, 84, fill="#17393f", r=8); p.oval(70, 30, 13, fill=YELLOW); p.oval(76, 26, 11, fill="#17393f")
    for x, y in ((20, 22), (36, 32), (48, 18)): p.oval(x, y, 1.6, fill=WHITE)
    p.box(4, 74, 92, 18, fill=WATER, r=8); p.poly((4, 68), (40, 72), (62, 92), (4, 92), fill=BROWN); small_crab(p, 34, 60, 0.6)

def tray(p):
    p.waves(82, 8, 92, WATER, 4); p.box(18, 60, 64, 8, fill=BROWN, r=2); p.line((24, 68), (24, 92), fill=BROWN, w=3); p.line((76, 68), (76, 92), fill=BROWN, w=3)
    for x in (30, 40, 52, 60, 70): p.oval(x, 56, 4, fill=SAND, edge=BROWN, w=1)
    p.word(32, 32, "＋", 20, GREEN); p.word(68, 32, "－", 20, RED)

def book(p):
    p.box(14, 24, 36, 60, fill=WHITE, edge=TEAL, r=3, line=3); p.box(50, 24, 36, 60, fill=WHITE, edge=TEAL, r=3, line=3)
    for y in (38, 50, 62, 72): p.line((21, y), (43, y), fill=GREY, w=2); p.line((57, y), (79, y), fill=GREY, w=2)
    p.line((92, 20), (72, 58), fill=ORANGE, w=5); p.poly((69, 64), (70, 56), (75, 59), fill=INK)

def alarm(p):
    p.box(6, 58, 88, 32, fill=WATER, r=8); p.waves(64); p.poly((6, 58), (34, 44), (34, 90), (6, 90), fill=BROWN)
    small_crab(p, 24, 36, 0.5); small_crab(p, 48, 50, 0.5)
    p.poly((76, 10), (60, 40), (92, 40), fill=YELLOW); p.word(76, 31, "!", 18, RED)

def aerator(p):
    p.box(6, 56, 88, 34, fill=WATER, r=8); p.waves(84)
    p.box(26, 50, 48, 7, fill=BROWN, r=3); p.box(40, 34, 20, 16, fill=TEAL, r=3)
    for x in (22, 78):
        p.oval(x, 56, 13, edge=INK, w=3)
        for i in range(6):
            a = math.radians(i * 60); p.line((x, 56), (x + 12 * math.cos(a), 56 + 12 * math.sin(a)), fill=INK, w=2)
    for x, y in ((10, 36), (16, 28), (88, 36), (84, 26), (50, 72), (36, 76), (64, 74)): p.oval(x, y, 3, fill=WHITE, edge=TEAL, w=1)

def water(p):
    for x, c in ((26, "#9fd0d6"), (74, "#5a5a45")):
        p.box(x - 18, 26, 36, 62, fill=WHITE, edge=TEAL, r=5); p.box(x - 15, 38, 30, 47, fill=c, r=4)
    tick(p, 26, 16, 1.1); p.line((68, 10), (80, 22), fill=RED, w=4); p.line((80, 10), (68, 22), fill=RED, w=4)
    p.line((26, 42), (26, 66), fill=TEAL, w=2); p.oval(26, 68, 6, 2.5, fill=WHITE)

def shield(p):
    p.poly((50, 8), (86, 20), (82, 58), (50, 92), (18, 58), (14, 20), fill=TEAL); p.poly((50, 16), (79, 26), (75, 55), (50, 83), (25, 55), (21, 26), fill=MINT); tick(p, 50, 48, 2.2, TEAL)

def medicine(p):
    p.box(30, 30, 40, 58, fill=WHITE, edge=TEAL, r=6, line=3); p.box(36, 16, 28, 14, fill=TEAL, r=3); p.box(30, 48, 40, 24, fill=MINT, r=0)
    p.line((50, 53), (50, 67), fill=TEAL, w=4); p.line((43, 60), (57, 60), fill=TEAL, w=4)

def net(p):
    p.line((82, 12), (58, 48), fill=BROWN, w=5); p.oval(42, 56, 28, 14, edge=TEAL, w=3); p.poly((15, 58), (69, 58), (52, 90), (32, 90), fill=MINT)
    for x in (24, 33, 42, 51, 60): p.line((x, 60), (38 + (x - 42) * 0.35 + 4, 89), fill=TEAL, w=1)
    for y in (68, 78): p.line((18 + (y - 58) * 0.5, y), (66 - (y - 58) * 0.5, y), fill=TEAL, w=1)
    small_crab(p, 42, 56, 0.6)

def ban(p):
    no(p)

def phone(p):
    p.box(30, 8, 40, 78, fill=INK, r=7); p.box(34, 15, 32, 60, fill=MINT, r=3); p.oval(50, 80.5, 2.5, fill=GREY); person(p, 50, 52, 0.85)
    p.box(36, 18, 15, 8, fill=RED, r=2); p.word(43.5, 21.7, "直播", 5, WHITE)
    p.oval(80, 30, 7, fill=RED); p.oval(86, 46, 5, fill=ORANGE); p.oval(78, 58, 4, fill=YELLOW)

def basket(p):
    p.arc(50, 48, 30, 180, 360, fill=BROWN, w=4); p.oval(36, 46, 11, fill=ORANGE); p.oval(56, 44, 12, fill=RED); p.oval(70, 48, 8, fill=YELLOW); p.line((56, 33), (60, 26), fill=GREEN, w=3)
    p.poly((14, 50), (86, 50), (76, 88), (24, 88), fill=BROWN)
    for y in (60, 70, 80): p.line((20, y), (80, y), fill=SAND, w=2)

def coin(p):
    for x, y in ((34, 70), (34, 62), (34, 54)): p.oval(x, y, 22, 9, fill=YELLOW, edge=BROWN, w=1.5)
    p.oval(66, 42, 24, fill=YELLOW, edge=BROWN, w=2); p.word(66, 41, "元", 24, BROWN)

def paper(p):
    p.box(24, 10, 52, 78, fill=WHITE, edge=TEAL, r=4, line=3)
    for y in (26, 38, 50): p.line((34, y), (66, y), fill=GREY, w=3)
    p.oval(60, 70, 12, edge=RED, w=3); p.word(60, 69.5, "章", 10, RED)

def stand(p):
    p.box(34, 8, 32, 50, fill=INK, r=5); p.box(37, 13, 26, 38, fill=MINT, r=2); p.line((50, 58), (50, 74), fill=GREY, w=4)
    p.line((50, 74), (26, 92), fill=GREY, w=4); p.line((50, 74), (74, 92), fill=GREY, w=4); p.line((50, 74), (50, 92), fill=GREY, w=4)

def light(p):
    p.box(6, 16, 30, 40, fill="#fdf3c4", edge=BROWN, r=2, line=3); p.line((21, 17), (21, 55), fill=BROWN, w=2); p.line((7, 36), (35, 36), fill=BROWN, w=2)
    for y in (30, 44, 58): p.line((40, y), (54, y + 4), fill=YELLOW, w=3)
    person(p, 76, 64, 1.2)

def mic(p):
    p.box(38, 10, 24, 44, fill=TEAL, r=12)
    for y in (22, 30, 38): p.line((43, y), (57, y), fill=MINT, w=2)
    p.arc(50, 44, 22, 0, 180, fill=INK, w=4); p.line((50, 66), (50, 84), fill=INK, w=4); p.line((34, 86), (66, 86), fill=INK, w=4)

def wifi(p):
    for r in (16, 28, 40): p.arc(50, 62, r, 225, 315, fill=TEAL, w=6)
    p.oval(50, 62, 5, fill=TEAL); p.box(26, 76, 48, 12, fill=INK, r=4); p.oval(36, 82, 2, fill=GREEN); p.oval(44, 82, 2, fill=GREEN)

def list_(p):
    p.box(20, 10, 60, 80, fill=WHITE, edge=TEAL, r=5, line=3)
    for i, y in enumerate((26, 44, 62, 78)): p.oval(32, y, 5, fill=ORANGE); p.word(32, y - 0.5, str(i + 1), 7, WHITE); p.line((44, y), (70, y), fill=GREY, w=3)

def talk(p):
    person(p, 30, 66, 1.25); p.box(46, 12, 46, 34, fill=WHITE, edge=TEAL, r=8, line=3); p.poly((54, 45), (64, 45), (50, 56), fill=TEAL)
    for x in (58, 69, 80): p.oval(x, 29, 3.5, fill=ORANGE)

def hand(p):
    p.oval(50, 34, 20, 13, fill="#a8443f"); p.oval(62, 34, 9, 11, fill=YELLOW); p.poly((16, 62), (40, 54), (78, 56), (84, 64), (60, 84), (30, 86), fill=SAND); p.box(6, 60, 16, 30, fill=TEAL, r=3)

def chat(p):
    p.box(8, 14, 60, 34, fill=MINT, r=9); p.poly((20, 46), (34, 46), (18, 58), fill=MINT); p.word(38, 30, "？", 24, TEAL)
    p.box(32, 54, 60, 32, fill=TEAL, r=9); p.poly((70, 84), (84, 84), (86, 95), fill=TEAL); p.line((42, 65), (82, 65), fill=WHITE, w=3); p.line((42, 75), (70, 75), fill=WHITE, w=3)

def pause(p):
    p.oval(42, 48, 34, fill=MINT); p.box(29, 30, 9, 36, fill=TEAL, r=3); p.box(46, 30, 9, 36, fill=TEAL, r=3)
    p.poly((68, 60), (94, 60), (90, 92), (72, 92), fill=WHITE); p.poly((70, 70), (92, 70), (89, 90), (73, 90), fill=WATER)

def safe(p):
    p.box(26, 44, 48, 42, fill=TEAL, r=6); p.arc(50, 44, 16, 180, 360, fill=GREY, w=7); p.oval(50, 62, 6, fill=YELLOW); p.box(48, 64, 4, 12, fill=YELLOW, r=1)

def box(p):
    p.poly((50, 22), (90, 36), (50, 52), (10, 36), fill=SAND); p.poly((10, 36), (50, 52), (50, 92), (10, 74), fill="#c99b5f"); p.poly((90, 36), (50, 52), (50, 92), (90, 74), fill=BROWN); p.poly((28, 29), (36, 26), (76, 41), (68, 44), fill=ORANGE)

def truck(p):
    p.box(6, 34, 54, 38, fill=TEAL, r=4); p.poly((62, 46), (80, 46), (94, 60), (94, 72), (62, 72), fill=ORANGE); p.poly((68, 50), (78, 50), (86, 60), (68, 60), fill=MINT)
    for x in (24, 76): p.oval(x, 74, 9, fill=INK); p.oval(x, 74, 4, fill=GREY)
    p.waves(48, 14, 52, MINT, 2)

def heart(p):
    p.oval(36, 40, 18, fill=RED); p.oval(64, 40, 18, fill=RED); p.poly((20, 48), (80, 48), (50, 84), fill=RED); p.line((24, 54), (40, 54), (46, 42), (54, 66), (60, 54), (76, 54), fill=WHITE, w=3)

def back(p):
    box_small = ((30, 40), (70, 40), (70, 78), (30, 78)); p.poly(*box_small, fill="#c99b5f"); p.line((50, 40), (50, 78), fill=SAND, w=4)
    p.arc(50, 58, 40, 200, 400, fill=TEAL, w=5); p.poly((10, 32), (4, 50), (20, 46), fill=TEAL); p.word(50, 60, "7天", 14, WHITE)

def star(p):
    for x, y, r, c in ((50, 42, 28, YELLOW), (22, 80, 10, YELLOW), (50, 82, 10, GREY), (78, 80, 10, GREY)):
        p.poly(*[(x + (r if i % 2 == 0 else r * 0.42) * math.sin(i * math.pi / 5), y - (r if i % 2 == 0 else r * 0.42) * math.cos(i * math.pi / 5)) for i in range(10)], fill=c)

def chart(p):
    for x, h, c in ((18, 26, MINT), (42, 42, WATER), (66, 58, TEAL)): p.box(x, 86 - h, 17, h, fill=c, r=2)
    p.line((8, 88), (94, 88), fill=INK, w=3); p.line((16, 46), (42, 34), (58, 38), (84, 14), fill=ORANGE, w=4); p.poly((90, 8), (78, 12), (87, 21), fill=ORANGE)

def bulb(p):
    p.oval(50, 42, 26, fill=YELLOW); p.box(39, 62, 22, 10, fill=YELLOW, r=2); p.box(40, 70, 20, 16, fill=GREY, r=3); p.line((42, 76), (58, 76), fill=INK, w=2); p.line((42, 81), (58, 81), fill=INK, w=2)
    p.line((42, 44), (47, 52), (53, 52), (58, 44), fill=ORANGE, w=3)
    for a in (180, 215, 250, 290, 325, 360):
        t = math.radians(a); p.line((50 + 32 * math.cos(t), 42 + 32 * math.sin(t)), (50 + 40 * math.cos(t), 42 + 40 * math.sin(t)), fill=ORANGE, w=3)

def bolt_(p):
    p.poly((50, 8), (94, 86), (6, 86), fill=INK); p.poly((50, 17), (86, 81), (14, 81), fill=YELLOW); bolt(p, 50, 56, 1.15, INK)

def switch(p, x, y, on=True, w=12):
    p.box(x, y, w, 28, fill=WHITE, edge=INK, r=2, line=1.5); p.box(x + 3, y + (4 if on else 14), w - 6, 10, fill=TEAL if on else RED, r=1)

def switchbox(p):
    p.box(8, 20, 84, 62, fill=GREY, r=6); p.box(13, 25, 74, 52, fill=MINT, r=4); switch(p, 18, 34, True, 18)
    for i in range(3): switch(p, 42 + i * 14, 34, i != 1)
    for x, w in ((18, 18), (42, 12), (56, 12), (70, 12)): p.box(x, 65, w, 7, fill=WHITE, r=1); p.line((x + 2, 68.5), (x + w - 2, 68.5), fill=ORANGE, w=1.5)

def testbutton(p):
    p.box(28, 8, 44, 70, fill=WHITE, edge=TEAL, r=5, line=3); p.box(40, 16, 20, 26, fill=TEAL, r=2); p.oval(50, 56, 9, fill=ORANGE); p.word(50, 55.5, "试", 9, WHITE)
    p.poly((56, 62), (92, 76), (86, 94), (66, 94), fill=SAND); p.line((57, 63), (70, 74), fill=BROWN, w=1.5)

def socket(p):
    socket_face(p, 30, 36); tick(p, 30, 66, 1.3)
    socket_face(p, 72, 36, False); p.line((66, 60), (78, 72), fill=RED, w=4); p.line((78, 60), (66, 72), fill=RED, w=4); p.line((30, 78), (30, 90), fill=GREEN, w=3)
    for y, w in ((88, 12), (92, 7), (96, 3)): p.line((30 - w, y), (30 + w, y), fill=GREEN, w=2)

def strip(p):
    p.box(6, 56, 78, 18, fill=WHITE, edge=TEAL, r=6, line=3)
    for x in (16, 34, 52, 70): p.box(x - 6, 38, 12, 20, fill=INK, r=2); p.line((x, 38), (x + 2, 24), fill=INK, w=3)
    p.line((84, 65), (96, 65), fill=INK, w=3)
    flame(p, 46, 22, 0.8)

def flame(p, x, y, s=1.0):
    p.poly((x, y - 20 * s), (x + 14 * s, y + 2 * s), (x + 9 * s, y + 16 * s), (x - 9 * s, y + 16 * s), (x - 14 * s, y + 2 * s), (x - 5 * s, y - 4 * s), fill=ORANGE); p.oval(x, y + 8 * s, 9 * s, fill=ORANGE); p.oval(x, y + 9 * s, 5 * s, 7 * s, fill=YELLOW)

def drop(p, x, y, s=1.0):
    p.poly((x, y - 16 * s), (x + 9 * s, y + 2 * s), (x - 9 * s, y + 2 * s), fill=WATER); p.oval(x, y + 4 * s, 10 * s, fill=WATER)

def wetswitch(p):
    socket_face(p, 38, 40); drop(p, 72, 40, 1.3); drop(p, 56, 74, 0.9); drop(p, 84, 74, 0.7)

def wire(p):
    p.line((4, 62), (20, 40), (38, 62), fill=INK, w=6); p.line((62, 42), (80, 62), (96, 40), fill=INK, w=6)
    for d in (-4, 0, 4): p.line((38, 62), (46, 60 + d), fill=ORANGE, w=1.8); p.line((62, 42), (54, 45 + d), fill=ORANGE, w=1.8)
    bolt(p, 50, 30, 0.8); p.line((20, 84), (80, 84), fill=MINT, w=5)

def pump(p):
    p.box(6, 60, 88, 30, fill=WATER, r=8); p.waves(66); p.box(34, 40, 32, 40, fill=TEAL, r=6); p.line((50, 40), (50, 22), (84, 22), (84, 38), fill=GREY, w=6); p.line((34, 50), (18, 42), (12, 18), fill=INK, w=3); p.box(6, 8, 14, 14, fill=WHITE, edge=RED, r=2); drop(p, 84, 48, 0.5)

def tower(p):
    p.line((36, 92), (46, 12), fill=INK, w=3); p.line((64, 92), (54, 12), fill=INK, w=3)
    for y, d in ((30, 22), (46, 28)): p.line((50 - d, y), (50 + d, y), fill=INK, w=3)
    for a, b in (((38, 74), (60, 58)), ((62, 74), (40, 58)), ((41, 58), (57, 40)), ((59, 58), (43, 40))): p.line(a, b, fill=INK, w=1.8)
    for x in (28, 72): p.line((x, 30), (x, 36), fill=TEAL, w=3)
    p.arc(10, 20, 18, 20, 80, fill=TEAL, w=1.6); p.arc(90, 20, 18, 100, 160, fill=TEAL, w=1.6); bolt(p, 86, 62, 0.7, ORANGE)

def step(p):
    p.oval(30, 82, 26, 8, fill=None, edge=ORANGE, w=2); p.oval(30, 82, 15, 5, edge=ORANGE, w=2); p.line((6, 8), (14, 44), (28, 80), fill=INK, w=4); bolt(p, 34, 66, 0.6)
    person(p, 76, 52, 0.95); p.line((73, 70), (73, 84), fill=INK, w=5); p.line((79, 70), (79, 84), fill=INK, w=5); p.arc(60, 92, 9, 200, 340, fill=TEAL, w=2.5); p.arc(84, 94, 9, 200, 340, fill=TEAL, w=2.5)

def drill(p):
    p.box(28, 26, 44, 22, fill=TEAL, r=5); p.poly((30, 46), (48, 46), (42, 82), (24, 82), fill=INK); p.poly((72, 31), (80, 34), (80, 40), (72, 43), fill=GREY); p.line((80, 37), (97, 37), fill=INK, w=2.5); p.line((32, 82), (30, 94), (10, 94), fill=INK, w=3); p.box(47, 50, 5, 8, fill=ORANGE, r=1)

def ebike(p):
    for x in (22, 74): p.oval(x, 74, 14, edge=INK, w=4)
    p.line((22, 74), (40, 52), (60, 72), (74, 74), fill=TEAL, w=5); p.line((62, 72), (70, 34), (60, 28), fill=TEAL, w=4); p.box(24, 44, 26, 7, fill=INK, r=3); p.box(40, 56, 18, 12, fill=ORANGE, r=2); bolt(p, 88, 30, 0.8)

def plug(p):
    p.box(54, 30, 26, 40, fill=TEAL, r=5); p.line((42, 42), (54, 42), fill=GREY, w=4); p.line((42, 58), (54, 58), fill=GREY, w=4); p.line((80, 50), (97, 50), fill=INK, w=4); socket_face(p, 18, 50, False); p.poly((60, 14), (78, 14), (78, 8), (92, 18), (78, 28), (78, 22), (60, 22), fill=ORANGE)

def call(p):
    p.box(30, 8, 40, 84, fill=INK, r=8); p.box(34, 16, 32, 64, fill=MINT, r=2); p.word(50, 38, "120", 15, RED); p.oval(50, 64, 8, fill=GREEN)
    for r in (10, 17): p.arc(74, 30, r, -50, 50, fill=TEAL, w=3)

def lying(p, y):
    p.oval(16, y, 8, fill=SAND, edge=BROWN, w=1.5); p.box(24, y - 7, 38, 15, fill=WATER, r=6); p.box(60, y - 5, 34, 10, fill=INK, r=5)

def breath(p):
    lying(p, 74); clock(p, 74, 28, 17); p.arc(14, 56, 6, 190, 350, fill=TEAL, w=2); p.arc(14, 50, 10, 200, 340, fill=TEAL, w=2); p.arc(40, 66, 12, 200, 340, fill=ORANGE, w=2.5); p.word(46, 28, "10秒", 11, TEAL)

def cpr(p):
    lying(p, 80); p.oval(44, 22, 9, fill=SAND, edge=BROWN, w=1.5); p.poly((38, 32), (58, 34), (74, 62), (58, 66), fill=TEAL); p.line((46, 38), (42, 68), fill=SAND, w=6); p.box(60, 60, 26, 12, fill=INK, r=5); p.poly((24, 66), (18, 54), (30, 54), fill=ORANGE); p.line((24, 40), (24, 54), fill=ORANGE, w=4)

def fire(p):
    flame(p, 70, 54, 1.6); p.box(14, 34, 20, 52, fill=RED, r=6); p.box(19, 24, 10, 12, fill=INK, r=2); p.line((24, 24), (38, 22), fill=INK, w=3); p.line((30, 30), (42, 38), fill=INK, w=3)
    for i in range(3): p.oval(48 + i * 3, 42 + i * 8, 3, fill=WHITE)

def exit_(p):
    p.box(6, 6, 88, 88, fill=GREEN, r=6); p.box(62, 20, 24, 64, fill=WHITE, r=0); p.oval(42, 28, 7, fill=WHITE); p.line((40, 38), (34, 58), fill=WHITE, w=8); p.line((34, 58), (46, 70), (42, 84), fill=WHITE, w=5); p.line((34, 58), (24, 72), (12, 72), fill=WHITE, w=5); p.line((40, 42), (54, 52), fill=WHITE, w=4); p.line((38, 42), (22, 48), fill=WHITE, w=4)


def deadcrab(p):
    small_crab(p, 50, 56, 1.2, fill="#d8d2c4", edge=GREY); no(p, 50, 50, 42)

def nofish(p):
    fish(p, 46, 62, 1.5, GREY); bolt(p, 54, 32, 0.9); no(p, 50, 50, 42)

def nowords(p):
    p.box(18, 26, 64, 40, fill=MINT, r=9); p.poly((30, 64), (44, 64), (28, 78), fill=MINT); p.word(50, 45, "最好", 18, TEAL); no(p, 50, 50, 42)

def nohand(p):
    lying(p, 74); p.poly((50, 30), (84, 24), (88, 44), (56, 50), fill=SAND); p.box(80, 20, 16, 28, fill=TEAL, r=3); bolt(p, 24, 44, 0.9); no(p, 50, 50, 42)

def tripped(p):
    switchbox(p); p.poly((80, 6), (66, 32), (94, 32), fill=YELLOW); p.word(80, 24, "!", 14, RED)

def broken(p):
    box(p); p.line((50, 54), (44, 64), (54, 72), (46, 84), fill=RED, w=3); p.line((78, 42), (72, 54), (80, 62), fill=RED, w=3)


OTHER_NAMES = {"list": list_, "bolt": bolt_, "exit": exit_}


def picture(name, size):
    pen = Pen(size * 2)
    OTHER_NAMES.get(name, globals().get(name))(pen)
    return pen.image.resize((size, size), Image.LANCZOS)
