// What went wrong, in the reader's words, with the server's sentence behind it.
import { ElMessage } from 'element-plus'
import { CallError } from '../api/client'
import { code } from '../language'
import { t } from '../language/texts'

export function problemText(error: unknown): string {
  if (!(error instanceof CallError)) throw error
  const reason = error.refusal?.reason ? code(error.refusal.reason) : code(error.code)
  return error.detail ? `${reason} — ${error.detail}` : reason
}

export function showProblem(error: unknown) {
  ElMessage({ type: 'error', message: t('failed', { what: problemText(error) }), duration: 8000, showClose: true })
}
