/** Rows of a tab-separated text without its header; lines of one cell are left out. */
export function rowsOf(text: string): string[][] {
  return cellsOf(text, '\t')
    .slice(1)
    .filter((cells) => cells.length > 1);
}

/** All rows of a delimited text. Cells may be quoted as in RFC 4180 ("" is one quotation mark), with delimiters and line ends inside. */
export function cellsOf(text: string, delimiter: ',' | '\t'): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const close = (): void => {
    row.push(cell);
    cell = '';
  };
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text.charAt(i + 1) === '"') cell += text.charAt(i++);
      else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === delimiter) close();
    else if (c === '\n' || c === '\r') {
      if (c === '\r' && text.charAt(i + 1) === '\n') i++;
      close();
      rows.push(row);
      row = [];
    } else cell += c;
  }
  if (cell !== '' || row.length > 0) {
    close();
    rows.push(row);
  }
  return rows;
}
