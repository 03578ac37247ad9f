/// How the pages look: on a phone, on a wide screen, in the dark and on paper.
enum PageStyle {
  static let sheet = Markup.style(
    """
    :root {
      color-scheme: light dark;
      --text: #1c1e21; --quiet: #5b6168; --page: #ffffff; --line: #d5d9de; --blank: #c9cdd2;
      --truth: #12a150; --correct: #1769e0; --wrong: #d92020;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --text: #e6e8eb; --quiet: #a0a7af; --page: #16181b; --line: #3a3f45; --blank: #4a4f55;
        --truth: #2fd477; --correct: #5b9dff; --wrong: #ff6b6b;
      }
    }
    body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.45 system-ui, sans-serif; }
    main { max-width: 76rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.5rem; line-height: 1.2; margin: 0.5rem 0; }
    h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
    h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
    code { overflow-wrap: anywhere; }
    .protocol, .size, .categories, caption { color: var(--quiet); font-size: 0.875rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    caption { text-align: left; padding-bottom: 0.4rem; }
    th, td { padding: 0.25rem 0.75rem; border-bottom: 1px solid var(--line); text-align: right; }
    th:first-child { text-align: left; padding-left: 0; }
    thead th { vertical-align: bottom; }
    @media (max-width: 30rem) { th, td { padding: 0.25rem 0.4rem; font-size: 0.875rem; } }
    tbody tr:first-child { font-weight: bold; }
    tbody th { font-weight: inherit; }
    .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
    .legend li { font-size: 0.875rem; }
    .key { display: inline-block; box-sizing: border-box; width: 1.4rem; height: 0.9rem; border: 3px solid; }
    .key { margin-right: 0.4rem; vertical-align: -0.1rem; }
    .key.next { border: 2px dashed; }
    .key.truth { border-color: var(--truth); }
    .key.correct { border-color: var(--correct); }
    .key.wrong { border-color: var(--wrong); }
    article { border-top: 1px solid var(--line); padding: 1rem 0; }
    .size { margin: 0 0 0.5rem; }
    .panels { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
    figure { margin: 0; break-inside: avoid; }
    svg { display: block; width: 100%; height: auto; }
    svg .blank { fill: var(--blank); }
    svg .blank-id { fill: var(--quiet); }
    rect.halo { stroke: #ffffff; stroke-opacity: 0.7; stroke-width: 6; }
    rect.truth { stroke: #12a150; stroke-width: 4; }
    rect.best { stroke-width: 2.5; }
    rect.next { stroke-width: 1.5; stroke-dasharray: 6 4; }
    rect.correct { stroke: #1769e0; }
    rect.wrong { stroke: #d92020; }
    .number { font-weight: bold; stroke: #ffffff; stroke-width: 0.15em; paint-order: stroke; }
    .number.correct { fill: #1769e0; }
    .number.wrong { fill: #d92020; }
    svg:hover rect.next { stroke-width: 3; }
    figcaption { font-size: 0.875rem; padding-top: 0.3rem; }
    figcaption strong { font-size: 1rem; overflow-wrap: anywhere; margin-right: 0.5rem; }
    figcaption ol { margin: 0.15rem 0 0; padding-left: 1.4rem; font-variant-numeric: tabular-nums; }
    li.correct { color: var(--correct); }
    li.wrong { color: var(--wrong); }
    @media print {
      :root {
        --text: #000000; --quiet: #444444; --page: #ffffff; --line: #bbbbbb; --blank: #dddddd;
        --truth: #12a150; --correct: #1769e0; --wrong: #d92020;
      }
      main { max-width: none; padding: 0; }
      .panels { grid-template-columns: repeat(3, 1fr); }
      h2, h3, .size { break-after: avoid; }
      svg, .key { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """)
}
