import { decode } from './charset.rules.js';

const latin = (text: string) => Buffer.from(text, 'latin1');

describe('The letters of a page', () => {
  it('are read as its byte order mark says, whatever else is said', () => {
    const bytes = Buffer.from('\ufeff<meta charset=windows-1252>Zürich');
    expect(decode(bytes, 'text/html; charset=iso-8859-1')).toMatchObject({ encoding: 'utf-8', origin: 'bom' });
    expect(decode(bytes).text.endsWith('Zürich')).toBe(true);
    expect(decode(Buffer.from('\ufeffZürich', 'utf16le'))).toEqual({
      text: 'Zürich',
      encoding: 'utf-16le',
      origin: 'bom',
    });
  });

  it('else as the server says, else as the page says of itself', () => {
    const page = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">Z\u00fcrich';
    expect(decode(latin(page), 'text/html; Charset="ISO-8859-1"')).toMatchObject({
      encoding: 'windows-1252',
      origin: 'http',
    });
    expect(decode(latin(page))).toMatchObject({ encoding: 'koi8-r', origin: 'meta' });
    expect(decode(latin('<?xml version="1.0" encoding="iso-8859-2"?>'))).toMatchObject({
      encoding: 'iso-8859-2',
      origin: 'meta',
    });
    expect(decode(latin('<!-- <meta charset=koi8-r> --><meta charset=utf-8>'))).toMatchObject({ encoding: 'utf-8' });
  });

  it('else as UTF-8 where the bytes are UTF-8, and as windows-1252 where they are not', () => {
    expect(decode(Buffer.from('Zürich'))).toEqual({ text: 'Zürich', encoding: 'utf-8', origin: 'guess' });
    expect(decode(latin('Z\u00fcrich'))).toEqual({ text: 'Zürich', encoding: 'windows-1252', origin: 'guess' });
  });

  it('survive a label that means nothing, and one that cannot be true', () => {
    expect(decode(Buffer.from('Zürich'), 'text/html; charset=nonsense').text).toBe('Zürich');
    expect(decode(Buffer.from('<meta charset="utf-16">Zürich'))).toMatchObject({ encoding: 'utf-8', origin: 'meta' });
  });

  it('hold no NUL, which the database could not keep', () => {
    expect(decode(Buffer.from('a\u0000b')).text).toBe('ab');
  });
});
