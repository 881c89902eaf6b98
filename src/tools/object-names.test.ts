import { describe, expect, it } from 'vitest';
import { numberedObject, objectName } from './object-names.ts';

describe('names of contents', () => {
  it.each([
    ['/a/b/picture.png', 'picture.png'],
    ['/a/b/picture.png?size=2', 'picture.png%3fsize=2'],
    ['http://example.com/x.html', 'x.html'],
    ['/', '%2f'],
    ['', '%2f'],
    ['/folder/', 'folder'],
    // What would lead elsewhere, hide, or be no name on some system.
    ['/a/..', '%2e.'],
    ['/a/.', '%2e'],
    ['/.bashrc', '%2ebashrc'],
    ['..', '%2e.'],
    ['/..\\..\\boot.ini', '%2e.%5c..%5cboot.ini'],
    ['/C:evil', 'C%3aevil'],
    ['/a\0b\r\nc', 'a%00b%0d%0ac'],
    ['/caf\u00e9', 'caf%c3%a9'],
  ])('%j is %s', (target, name) => expect(objectName(target)).toBe(name));

  it('are no longer than a file system allows, and keep their extension', () => {
    const long = objectName(`/${'x'.repeat(400)}.html`);
    expect(long).toBe(`${'x'.repeat(250)}.html`);
    expect(numberedObject(long, 12)).toBe(`${'x'.repeat(246)}(12).html`);
    expect(objectName(`/x.${'y'.repeat(400)}`)).toHaveLength(255);
    expect(numberedObject(objectName(`/x.${'y'.repeat(400)}`), 7)).toHaveLength(255);
  });

  it('are counted before the extension', () => {
    expect([numberedObject('a.tar.gz', 1), numberedObject('%2f', 2)]).toEqual(['a.tar(1).gz', '%2f(2)']);
  });
});
