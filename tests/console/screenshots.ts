// Makes the pictures of docs/console; only `tests/console/run --screenshots` asks for it.
import { fileURLToPath } from 'node:url'
import { test } from './world'

const folder = fileURLToPath(new URL('../../docs/console/', import.meta.url))
const pictures: [name: string, path: string][] = [
  ['tickets', 'tickets?language=zh'],
  ['tickets_en', 'tickets?language=en'],
  ['ticket', 'ticket?id=440000:DH2611240000&language=zh'],
  ['statistics', 'statistics?language=zh'],
  ['provinces', 'provinces?language=en'],
]

test('pictures of the main pages', async ({ desk }) => {
  const { page } = desk
  await desk.signIn()
  for (const [name, path] of pictures) {
    await page.goto(`${desk.address}/${path}`)
    await page.waitForLoadState('load')
    await page.locator('.line:visible, [data-action]:visible, table:visible').first().waitFor()
    await page.screenshot({ path: `${folder}${name}.png` })
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${desk.address}/tickets?language=zh`)
  await page.locator('.line').first().waitFor()
  await page.screenshot({ path: `${folder}phone.png` })
  await page.setViewportSize({ width: 1000, height: 820 })
  await page.goto(`${desk.address}/online/?language=zh`)
  await page.screenshot({ path: `${folder}online.png` })
})
