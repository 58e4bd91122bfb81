import { describe, expect, it } from 'vitest';
import { type CodeSyntax, codeComments } from '../../src/lib/page/code-comments.ts';

function commentsOf(code: string, syntax: CodeSyntax): string[] {
  const page = `<<${code}>>`;
  const comments: string[] = [];
  codeComments(page, syntax, { start: 2, end: page.length - 2 }, (start, end) => comments.push(page.slice(start, end)));
  return comments;
}

describe('comments of JavaScript', () => {
  it.each([
    ['x /*a*/ + // b\n y /*c', ['a', ' b', 'c']],
    ['// a\r\n//b', [' a\r', 'b']],
    ['"/*a*/" + \'//b\' + "\\"//c" //d', ['d']],
    ["'it\n//a", ['a']],
    ['`/*a*/ ${x /*b*/ + `//c` + {y: {}} /*d*/} //e` //f', ['b', 'd', 'f']],
    ['`\\`//a` //b', ['b']],
    ['`${`${x //a\n}`}` //b', ['a', 'b']],
    ['x = /[/*]"/ //a', ['a']],
    ['return /"/ //a', ['a']],
    ['f(/\\/*/, x) //a', ['a']],
    ['a / b //c\n / "d" //e', ['c', 'e']],
    ['(a) / b / c //d', ['d']],
    ['x[0] / 2 /*a*/ / y //b', ['a', 'b']],
    ['x /*a*/ /*b*/ / 2 + "//" //c', ['a', 'b', 'c']],
    ['x = /*a*/ /"/ //b', ['a', 'b']],
    ['x.return / "a//" //b', ['b']],
    ['return/*a*//"//b/ //c', ['a', 'c']],
    ['if (x) { y = 1 } //a', ['a']],
    ['} //a', ['a']],
    ['', []],
  ])('are found in %j', (code, comments) => {
    expect(commentsOf(code, 'js')).toEqual(comments);
  });
});

describe('comments of CSS', () => {
  it.each([
    ['a {} /*b*/ c {} /*d', ['b', 'd']],
    ['a { content: "/*b*/" } /*c*/', ['c']],
    ["a { content: '\\'/*b*/' } /*c*/", ['c']],
    ['a { background: url(//x/*y*/z) } /*b*/', ['b']],
    ['a { background: URL( "/*b*/" ) } /*c*/', ['c']],
    ['// a\n/*b*/', ['b']],
  ])('are found in %j', (code, comments) => {
    expect(commentsOf(code, 'css')).toEqual(comments);
  });
});
