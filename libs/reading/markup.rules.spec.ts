import { fitsDom, MAX_DEPTH, MAX_ELEMENTS, textOf } from './markup.rules.js';

describe('Text of a page', () => {
  it('keeps paragraphs apart by a blank line, and lines by a newline', () => {
    const html = `<body><h1>Harbour
      fees</h1><div><p>First <b>para</b>graph,<br>second line.</p>  <p>Second&nbsp;one &amp; last</p></div><ul><li>a<li>b</ul>`;
    expect(textOf(html).text).toBe(
      'Harbour fees\n\nFirst paragraph,\nsecond line.\n\nSecond\u00a0one & last\n\na\n\nb',
    );
  });

  it('keeps the words of neighbouring cells and elements apart, and of one word together', () => {
    expect(textOf('<table><tr><td>1990</td><td>12</td></tr><tr><td>1991</td></tr></table>').text).toBe(
      '1990 12\n\n1991',
    );
    expect(textOf('un<i>think</i>able <a> things</a> <a>here</a>').text).toBe('unthinkable things here');
  });

  it('keeps the lines of preformatted text', () => {
    expect(textOf('<pre>a  b\n  c</pre>d').text).toBe('a  b\n  c\n\nd');
  });

  it('holds nothing that a reader does not see as text', () => {
    const html = `a<script>if (1 < 2) document.write("</p>x")</script><style>b{}</style><template>c</template><noscript>d</noscript>
      <select><option>e</select><svg><text>f</text></svg><!-- g --><textarea>h</textarea>i`;
    expect(textOf(html).text).toBe('a i');
  });

  it('does not lose the rest of the page to an element that is never closed', () => {
    expect(textOf('<p>a</p></template></div><p>b').text).toBe('a\n\nb');
    expect(textOf('<div><svg><path></div>gone</svg><p>b').text).toBe('b');
  });

  it('tells the title, the language, the metadata and the first time', () => {
    const html = `<html lang=de-CH><title> Hafen &amp; Stadt\n</title><meta name="Author" content="R. Amsel"><meta name=author content=Zweite>
      <meta property="og:site_name" content="Der Kurier"><p>Text <time datetime="2026-03-01">gestern</time>`;
    expect(textOf(html)).toMatchObject({
      title: 'Hafen & Stadt',
      language: 'de-CH',
      time: '2026-03-01',
      text: 'Text gestern',
    });
    expect(Object.fromEntries(textOf(html).meta)).toEqual({ author: 'R. Amsel', 'og:site_name': 'Der Kurier' });
  });

  it('takes a page nested a hundred thousand deep in its stride', () => {
    expect(textOf(`${'<div>'.repeat(100_000)}deep`).text).toBe('deep');
  });
});

describe('Whether a page may meet a DOM', () => {
  it('depends on its depth', () => {
    expect(fitsDom('<div>'.repeat(MAX_DEPTH))).toBe(true);
    expect(fitsDom('<div>'.repeat(MAX_DEPTH + 1))).toBe(false);
    expect(fitsDom('<li><b>'.repeat(MAX_DEPTH))).toBe(false);
  });

  it('counts paragraphs and items that nobody closed as neighbours, as browsers do', () => {
    expect(fitsDom('<p>a'.repeat(5_000))).toBe(true);
    expect(fitsDom(`<ul>${'<li>a'.repeat(5_000)}</ul>`)).toBe(true);
    expect(fitsDom('<br><img>'.repeat(5_000))).toBe(true);
  });

  it('depends on how many elements it has', () => {
    expect(fitsDom('<i></i>'.repeat(MAX_ELEMENTS))).toBe(true);
    expect(fitsDom('<i></i>'.repeat(MAX_ELEMENTS + 1))).toBe(false);
  });
});
