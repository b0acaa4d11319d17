// What the console itself says. `t('key')`; {name} is replaced.
import { accountTexts } from './texts_accounts'
import { operationTexts } from './texts_operation'
import { ticketTexts } from './texts_tickets'
import { pick } from './index'
import type { Words } from './words'

const commonTexts = {
  appName: ['12367 工单协同', '12367 Inbox'],
  skip: ['跳到正文', 'Skip to content'],
  tickets: ['工单', 'Tickets'],
  questions: ['网上咨询', 'Questions'],
  statistics: ['统计', 'Statistics'],
  provinces: ['各省平台', 'Provinces'],
  rejections: ['拒收件', 'Rejected'],
  preview: ['报文预览', 'Preview'],
  accounts: ['账号', 'Accounts'],
  audit: ['审计', 'Audit'],
  profile: ['我的账号', 'My account'],
  navigation: ['主导航', 'Main'],
  otherLanguage: ['English', '中文'],
  signOut: ['退出登录', 'Sign out'],
  signIn: ['登录', 'Sign in'],
  name: ['账号', 'Account'],
  password: ['密码', 'Password'],
  totp: ['动态验证码', 'Code of the second factor'],
  totpHint: ['请输入验证器上的 6 位数字，或一个恢复码。', 'Six digits from your authenticator, or a recovery code.'],
  signInWrong: ['账号、密码或验证码不正确。', 'Account, password or code is not right.'],
  signInHint: ['仅限授权人员使用，所有操作均有记录。', 'For authorised staff only. Everything is recorded.'],
  withProvider: ['统一身份登录', 'Sign in with the organisation’s account'],
  live: ['实时', 'live'],
  notLive: ['连接中断，正在重连', 'not live, connecting'],
  cancel: ['取消', 'Cancel'],
  send: ['提交', 'Send'],
  save: ['保存', 'Save'],
  close: ['关闭', 'Close'],
  reload: ['重新加载', 'Reload'],
  more: ['加载更多', 'More'],
  loading: ['加载中…', 'Loading …'],
  nothing: ['没有记录', 'Nothing here'],
  all: ['全部', 'all'],
  none: ['无', 'none'],
  yes: ['是', 'yes'],
  no: ['否', 'no'],
  required: ['必填', 'needed'],
  tooShort: ['至少 {n} 个字', '{n} characters at least'],
  tooLong: ['最多 {n} 个字', '{n} characters at most'],
  failed: ['未成功：{what}', 'That did not work: {what}'],
  done: ['已完成', 'Done'],
  notAllowedPage: ['您的角色不能查看此页。', 'Your roles do not allow this page.'],
  noSuchPage: ['没有这个页面。', 'There is no such page.'],
  shortcuts: ['键盘快捷键', 'Keyboard shortcuts'],
  keyNext: ['下一条', 'next line'],
  keyPrevious: ['上一条', 'previous line'],
  keyOpen: ['打开所选工单', 'open the chosen ticket'],
  keySearch: ['搜索', 'search'],
  keyList: ['回到工单列表', 'back to the list'],
  keyHelp: ['显示本帮助', 'this help'],
  keyReload: ['刷新', 'reload'],
  keySign: ['签收', 'sign'],
  keyProgress: ['反馈进度', 'report progress'],
  keyResolve: ['办结反馈', 'resolve'],
  keyClaim: ['认领', 'claim'],
} as const satisfies Record<string, Words>

const texts = { ...commonTexts, ...ticketTexts, ...operationTexts, ...accountTexts }

export type TextKey = keyof typeof texts

export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  const words: Words = texts[key]
  return pick(words).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
