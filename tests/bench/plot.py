"""The ratios of a run of scripts/bench as an SVG picture: one bar a row, on a logarithmic scale, grouped by section."""
import html, math

NAMES, BARS, FIGURES, ROW, GAP, TOP = 230, 430, 190, 17, 12, 64
INK, QUIET, LINE, BAR, BAR_OVER, AIM = "#26343C", "#5A6872", "#D9D2C3", "#1D6A73", "#C98A2B", "#8E3B46"


def groups(rows):
    """[(section, [(name, value, unit, ratio)])] of the rows that have a ratio, in their order."""
    found = {}
    for name, (value, unit, ratio, _) in rows.items():
        if ratio is not None and ratio > 0 and math.isfinite(ratio):
            found.setdefault(name.split(".")[0], []).append((name, value, unit, ratio))
    return list(found.items())


def draw(rows, aims, path):
    """aims: a row's name to the ratio that is aimed at."""
    sections = groups(rows)
    ratios = [row[3] for _, shown in sections for row in shown] or [1]
    first, last = math.floor(math.log10(min(ratios))), math.ceil(math.log10(max(ratios + [10])))
    x = lambda ratio: NAMES + BARS * (math.log10(ratio) - first) / (last - first)
    height = TOP + sum(ROW * len(shown) + GAP for _, shown in sections) + 8
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{NAMES + BARS + FIGURES}" height="{height}" '
           'font-family="Andika, Noto Sans, sans-serif" font-size="11">',
           '<rect width="100%" height="100%" fill="#FFFEFA"/>',
           f'<text x="12" y="22" font-size="14" fill="{INK}">How many times the least there can be</text>',
           f'<text x="12" y="40" fill="{QUIET}">least: the floor program for touch, start and memory; plain SQLite for commits; '
           'else one fill of the screen. Red: the aim.</text>']
    for decade in range(first, last + 1):
        at = x(10.0 ** decade)
        out.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP - 4}" y2="{height - 8}" stroke="{INK if decade == 0 else LINE}"/>'
                   f'<text x="{at:.1f}" y="{TOP - 8}" text-anchor="middle" fill="{QUIET}">{10.0 ** decade:g}</text>')
    y = TOP
    for _, shown in sections:
        for name, value, unit, ratio in shown:
            end, over = x(ratio), name in aims and ratio > aims[name]
            out.append(f'<text x="12" y="{y + 12}" fill="{INK}">{html.escape(name)}</text>'
                       f'<rect x="{NAMES}" y="{y + 2}" width="{end - NAMES:.1f}" height="{ROW - 5}" fill="{BAR_OVER if over else BAR}"/>'
                       f'<text x="{NAMES + BARS + 10}" y="{y + 12}" fill="{INK}">{ratio:.3g} x</text>'
                       f'<text x="{NAMES + BARS + 84}" y="{y + 12}" fill="{QUIET}">{value:.4g} {html.escape(unit)}</text>')
            if name in aims:
                out.append(f'<line x1="{x(aims[name]):.1f}" x2="{x(aims[name]):.1f}" y1="{y}" y2="{y + ROW - 2}" '
                           f'stroke="{AIM}" stroke-width="2"/>')
            y += ROW
        y += GAP
    path.write_text("\n".join(out + ["</svg>"]) + "\n")
