import { Readable } from 'node:stream';
import { cleanName, typeOf } from './file-types.rules.js';

const of = (name: string, bytes: Buffer | string) =>
  typeOf(name, () => Promise.resolve(Readable.from([Buffer.from(bytes)], { objectMode: false })));
const PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
  Buffer.from('0000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082', 'hex'),
]);
const PDF = '%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n';

describe('The type of an evidence file', () => {
  it('is what its name and its bytes agree on', async () => {
    expect(await of('Bericht.PDF', PDF)).toBe('application/pdf');
    expect(await of('scan.png', PNG)).toBe('image/png');
    expect(await of('notes.txt', 'Grüße')).toBe('text/plain');
    expect(await of('figures.csv', 'a,b\n1,2\n')).toBe('text/csv');
    expect(await of('anim.gif', 'GIF89a=1;alert(1)//')).toBe('image/gif');
  });

  it.each([
    ['scan.png', PDF],
    ['report.pdf', PNG],
    ['notes.txt', PNG],
    ['notes.txt', 'a\u0000b'],
    ['notes.txt', Buffer.from([0xff, 0xfe, 0xfd])],
    ['notes.txt', ''],
    ['photo.jpg', '<html><script>alert(1)</script>'],
    ['report.docx', 'PK not a zip'],
  ])('is refused where they differ: %s', async (name, bytes) => {
    await expect(of(name, bytes)).rejects.toMatchObject({ code: 'evidence.type-differs' });
  });

  it.each([
    'page.html',
    'drawing.svg',
    'run.exe',
    'script.js',
    'data.xml',
    'noextension',
    'trailing.',
    'a.pdf.exe',
    '',
  ])('is refused where it is none of those taken: %p', async (name) => {
    await expect(of(name, '<svg/>')).rejects.toMatchObject({ code: 'evidence.type-not-allowed', status: 422 });
  });
});

describe('The name of an evidence file', () => {
  it.each([
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['C:\\Users\\eva\\scan.png', 'scan.png'],
    ['a\r\nContent-Type: b.txt', 'aContent-Type: b.txt'],
    ['gpj.\u202excod.txt', 'gpj.xcod.txt'],
    ['..', 'file'],
    ['', 'file'],
    ['Zu\u0308rich.pdf', 'Z\u00fcrich.pdf'],
  ])('%p is kept as %p', (given, kept) => {
    expect(cleanName(given)).toBe(kept);
  });

  it('is cut to two hundred characters, its extension kept', () => {
    expect(cleanName(`${'a'.repeat(300)}.pdf`)).toBe(`${'a'.repeat(196)}.pdf`);
    expect(cleanName('😀'.repeat(150) + '.pdf').isWellFormed()).toBe(true);
  });
});
