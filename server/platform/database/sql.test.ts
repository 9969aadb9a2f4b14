import { describe, expect, it } from 'vitest';
import { compile, createSql, type SqlQuery } from './sql.ts';

const sql = createSql(() => Promise.reject(new Error('not run')));
const text = (query: SqlQuery) => compile(query);

describe('the sql tag', () => {
  it('numbers values through fragments and helpers', () => {
    const inner = sql`b = ${2} and ${sql('t.c')} = ${[3]}`;
    expect(text(sql`select ${sql(['x', 'y'])} from t where a = ${1} and ${inner} limit ${4}`)).toEqual({
      text: 'select "x", "y" from t where a = $1 and b = $2 and "t"."c" = $3 limit $4',
      values: [1, 2, [3], 4],
    });
  });
  it('writes inserts and updates', () => {
    expect(text(sql`insert into t ${sql([{ a: 1, b: null }, { a: 2 }])}`)).toEqual({
      text: 'insert into t ("a", "b") values ($1, $2), ($3, $4)',
      values: [1, null, 2, null],
    });
    expect(text(sql`update t set ${sql({ a: 1, b: undefined })} where c = ${2}`)).toEqual({
      text: 'update t set "a" = $1 where c = $2',
      values: [1, 2],
    });
    expect(text(sql`insert into t ${sql({ a: 1, b: 2 }, 'b')}`).text).toBe('insert into t ("b") values ($1)');
  });
  it('quotes names, so that a name cannot be a statement', () => {
    expect(text(sql`select ${sql('a"; drop table t; --')}`).text).toBe('select "a""; drop table t; --"');
  });
  it('joins conditions and leaves out those that are not given', () => {
    const none = sql.and([null, undefined, false]);
    expect(text(sql`where ${none}`).text).toBe('where true');
    expect(text(sql`where ${sql.and([sql`a = ${1} or b`, false, sql`c = ${2}`])}`)).toEqual({
      text: 'where (a = $1 or b) and (c = $2)',
      values: [1, 2],
    });
  });
  it('refuses what is a mistake', () => {
    expect(() => text(sql`select ${undefined}`)).toThrow('undefined as value $1');
    expect(() => text(sql`insert into t ${sql({})}`)).toThrow('no columns');
    expect(() => sql([])).toThrow('no columns and no names');
  });
  it('runs only when awaited', async () => {
    const query = sql`select 1`;
    text(sql`select ${query}`);
    await expect(query).rejects.toThrow('not run');
  });
});
