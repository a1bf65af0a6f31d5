import { csv } from './csv.rules.js';

const cell = (value: Parameters<typeof csv>[1][number][string]) => csv(['a'], [{ a: value }]).slice(3, -2);

describe('figures as a table for spreadsheets', () => {
  it('have a header, CRLF and quotes as RFC 4180 wants them', () => {
    expect(
      csv(
        ['name', 'n'],
        [
          { name: 'Lind, "Mara"\nJr', n: 2 },
          { name: '', n: null },
        ],
      ),
    ).toBe('name,n\r\n"Lind, ""Mara""\nJr",2\r\n,\r\n');
    expect(csv(['name'], [])).toBe('name\r\n');
  });

  it('hold no text that a spreadsheet would run', () => {
    for (const text of ['=1+1', '+1', '-2+3', '@SUM(A1)', '\tx', '＝1']) expect(cell(text)).toBe(`'${text}`);
    expect(cell('\r=1')).toBe(`"'\r=1"`);
    expect(cell('=HYPERLINK("http://evil.example","x")')).toBe(`"'=HYPERLINK(""http://evil.example"",""x"")"`);
    expect(cell('a=1')).toBe('a=1');
  });

  it('leave numbers and times as they are', () => {
    expect(cell(-0.25)).toBe('-0.25');
    expect(cell(new Date('2026-11-22T10:00:00Z'))).toBe('2026-11-22T10:00:00.000Z');
    expect(cell(null)).toBe('');
  });
});
