import { expect, test } from '@playwright/test'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const web = fileURLToPath(new URL('../../services/inbox/web/', import.meta.url))

test('no source file puts text into a page as HTML', () => {
  const files = readdirSync(`${web}src`, { recursive: true })
    .map(String)
    .filter((name) => /\.(vue|ts|html)$/.test(name))
  expect(files.length).toBeGreaterThan(30)
  const found = files.filter((name) =>
    /v-html|innerHTML|outerHTML|insertAdjacentHTML|document\.write/.test(readFileSync(`${web}src/${name}`, 'utf8')),
  )
  expect(found).toEqual([])
})

test('no built page names a file of another origin', () => {
  for (const name of ['index.html', 'online/index.html']) {
    const page = readFileSync(`${web}dist/${name}`, 'utf8')
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|style="/)
  }
})
