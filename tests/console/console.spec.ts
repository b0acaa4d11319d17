import { expect, test } from './world'

const pages = [
  'tickets',
  'statistics',
  'provinces',
  'rejections',
  'questions',
  'accounts',
  'audit',
  'profile',
  'preview',
]

test('a wrong password is said without telling which part was wrong', async ({ desk }) => {
  const { page } = desk
  await page.goto(`${desk.address}/?language=en`)
  await page.getByLabel('Account').fill('li.na')
  await page.getByLabel('Password').fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('Account, password or code is not right.')
  await desk.expectAccessible()
})

test('a transferred ticket appears without a reload', async ({ desk }) => {
  await desk.signIn()
  await expect(desk.page.getByText('新到工单')).toHaveCount(0)
  await desk.let('arrive')
  await expect(desk.page.getByText('新到工单：签证到期如何补办')).toBeVisible()
})

test('the deadline stands there in colour and in words', async ({ desk }) => {
  await desk.signIn()
  const badge = desk.page.locator('[data-ticket="440000:DH2611240000"] .badge').first()
  await expect(badge).toHaveText(/已逾期 5 小时/)
  await expect(badge).toHaveClass(/overdue/)
})

test('filters live in the address and come back with it', async ({ desk }) => {
  const { page } = desk
  await desk.signIn()
  await page.getByRole('button', { name: /已逾期/ }).click()
  await expect(page).toHaveURL(/deadlines=DEADLINE_OVERDUE/)
  await expect(page.locator('[data-ticket]')).toHaveCount(1)
  await page.reload()
  await expect(page.locator('[data-ticket]')).toHaveCount(1)
})

test('a caller’s number that is searched for never stands in the address', async ({ desk }) => {
  const { page } = desk
  await desk.signIn()
  await page.goto(`${desk.address}/tickets?by=callerNumber`)
  const asked = page.waitForRequest(
    (request) => request.url().endsWith('/ListTickets') && (request.postData() ?? '').includes('13812345678'),
  )
  await page.getByRole('textbox', { name: '搜索' }).fill('13812345678')
  await page.keyboard.press('Enter')
  await asked
  expect(page.url()).not.toContain('13812345678')
})

test('the keyboard alone opens a ticket, acts and goes back', async ({ desk }) => {
  const { page } = desk
  await desk.signIn()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/ticket\?id=510000:DH2611240001/)
  await expect(page.locator('[data-action=progressReported]')).toBeVisible()
  await page.keyboard.press('p')
  await page.getByRole('textbox', { name: '内容' }).fill('已联系窗口核实。')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-verdict]')).toHaveText(/“反馈进度”已生效/)
  await page.keyboard.press('g')
  await expect(page).toHaveURL(/tickets/)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: '键盘快捷键' })).toBeVisible()
})

test('a refusal is explained', async ({ desk }) => {
  const { page } = desk
  await desk.signIn()
  await page.goto(`${desk.address}/ticket?id=440000:DH2611240000`)
  await page.locator('[data-action=resolutionSubmitted]').click()
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await expect(page.getByText('必填').first()).toBeVisible()
  await page.getByRole('combobox', { name: '办理结果' }).click()
  await page.getByRole('option', { name: '已解决' }).click()
  await page.getByRole('textbox', { name: '内容' }).fill('已办结。')
  await desk.expectAccessible()
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await expect(page.locator('[data-verdict]')).toContainText('被拒收：工单状态不允许')
  await expect(page.locator('[data-verdict]')).toContainText('The ticket must be signed first.')
})

test('who was slower than another agent is told so, and by whom', async ({ desk }) => {
  const { page } = desk
  await desk.signIn()
  await page.goto(`${desk.address}/ticket?id=440000:DH2611240000`)
  await page.locator('[data-action=signed]').click()
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await expect(page.locator('[data-verdict]')).toContainText('他人已抢先处理')
  await expect(page.locator('[data-verdict]')).toContainText('Zhang Wei')
})

test('what cannot be done now says why', async ({ desk }) => {
  await desk.signIn()
  await desk.page.goto(`${desk.address}/ticket?id=440000:DH2611240000`)
  await desk.page.getByText('暂不可用的操作').click()
  await expect(desk.page.locator('[data-denied=notTaken]')).toContainText('工单状态不允许')
})

test('personal data is masked until a reason is given', async ({ desk }) => {
  const { page } = desk
  await desk.signIn()
  await page.goto(`${desk.address}/ticket?id=440000:DH2611240000`)
  await expect(page.getByText('138****5678')).toBeVisible()
  await page.locator('[data-reveal="matter.caller.calling_number"]').click()
  const show = page.getByRole('dialog').getByRole('button', { name: '查看', exact: true })
  await expect(show).toBeDisabled()
  await page.getByRole('textbox', { name: '查看原因' }).fill('回电核实')
  await show.click()
  await expect(page.getByText('13812345678')).toBeVisible()
})

test('hostile text is shown as text and nothing of it comes alive', async ({ desk }) => {
  const { page } = desk
  await desk.signIn()
  await page.goto(`${desk.address}/ticket?id=440000:DH2611240000`)
  await expect(page.getByText('<script>alert(1)</script>')).toBeVisible()
  await expect(page.locator('.hidden-mark').first()).toHaveText('U+202E')
  await page.goto(`${desk.address}/ticket?id=110000:DH2611240008`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<img src=x onerror=alert(1)>')
  await expect(page.locator('main img, main script')).toHaveCount(0)
})

test('one click changes the language and keeps the place', async ({ desk }) => {
  const { page } = desk
  await desk.signIn()
  await page.goto(`${desk.address}/ticket?id=440000:DH2611240000`)
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'What is asked' })).toBeVisible()
  await expect(page).toHaveURL(/id=440000:DH2611240000&language=en/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.getByRole('link', { name: 'Statistics' }).click()
  await expect(page).toHaveURL(/statistics\?language=en/)
})

for (const language of ['zh', 'en']) {
  test(`every page meets WCAG AA and fits a phone (${language})`, async ({ desk }) => {
    const { page } = desk
    await desk.signIn()
    for (const name of [...pages, 'ticket?id=440000:DH2611240000']) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(`${desk.address}/${name}${name.includes('?') ? '&' : '?'}language=${language}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('main')).not.toContainText(/loading|加载中…/i)
      await desk.expectAccessible()
      await page.setViewportSize({ width: 390, height: 844 })
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overhang, `${name} is wider than a phone`).toBeLessThanOrEqual(0)
    }
  })
}

test('12367 Online gives number and secret, and the answer arrives by itself', async ({ desk }) => {
  const { page } = desk
  await page.goto(`${desk.address}/online/?language=en`)
  await page.getByLabel('comments and suggestions').check()
  await page.getByRole('textbox').fill('How long does a passport take?')
  await desk.expectAccessible()
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.locator('[data-number]')).toHaveText(/^OL\d{12}$/)
  await expect(page.locator('[data-answer]')).toContainText('7个工作日')
  await desk.expectAccessible()
})
