/** One row of a delimited text, and its number: the header is row 1. */
export interface Row {
  number: number;
  cells: string[];
}

/** Rows of a tab-separated text without its header and without empty lines. */
export function rowsOf(text: string): Row[] {
  return cellsOf(text, '\t')
    .map((cells, i) => ({ number: i + 1, cells }))
    .slice(1)
    .filter(({ cells }) => cells.length > 1 || cells[0]?.trim() !== '');
}

/**
 * All rows of a delimited text. Cells may be quoted as in RFC 4180 ("" is one quotation mark), with delimiters and line ends inside. A mark at the
 * beginning of a cell that no mark at the end of one answers is a mark of the text: a quotation that opens a post does not swallow the next rows.
 */
export function cellsOf(text: string, delimiter: ',' | '\t'): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { cell, end } = cellAt(text, at, delimiter);
    row.push(cell);
    if (text.charAt(end) === delimiter) {
      at = end + 1;
      if (at === text.length) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
    at = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

/** A cell, and where the delimiter or the line end behind it stands. */
function cellAt(text: string, from: number, delimiter: string): { cell: string; end: number } {
  const close = text.charAt(from) === '"' ? closingMark(text, from + 1) : -1;
  if (close !== -1 && isEnd(text, close + 1, delimiter))
    return { cell: text.slice(from + 1, close).replaceAll('""', '"'), end: close + 1 };
  let end = from;
  while (!isEnd(text, end, delimiter)) end++;
  return { cell: text.slice(from, end), end };
}

/** The next mark that is not doubled, or -1. */
function closingMark(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charAt(at + 1) === '"') at = text.indexOf('"', at + 2);
  return at;
}

function isEnd(text: string, at: number, delimiter: string): boolean {
  const c = text.charAt(at);
  return c === '' || c === delimiter || c === '\n' || c === '\r';
}
