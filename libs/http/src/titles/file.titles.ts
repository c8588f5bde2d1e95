import type { Titles } from './titles.js';

/** Files and their uploads. */
export const fileTitles: Titles = {
  'checksum-differs': { zh: '傳送內容的校驗碼不符', en: 'The bytes do not have the checksum they came with' },
  'connection-cut': { zh: '傳送中斷', en: 'The connection was cut' },
  'content-not-of-type': { zh: '檔案內容與所述類型不符', en: 'The content is not of the type it is said to be' },
  'file-empty': { zh: '檔案沒有內容', en: 'The file is empty' },
  'file-not-found': { zh: '查無此檔案', en: 'There is no such file' },
  'file-too-large': { zh: '檔案過大', en: 'The file is too large' },
  'files-unavailable': { zh: '檔案庫暫時無法連接', en: 'The file store cannot be reached at the moment' },
  'hash-differs': { zh: '檔案內容與所述雜湊值不符', en: 'The content does not have the hash it is said to have' },
  'offset-differs': { zh: '續傳位置不符', en: 'The upload does not go on from there' },
  'range-not-satisfiable': { zh: '所要求的範圍超出檔案', en: 'The range lies outside the file' },
  'too-many-unfinished-uploads': { zh: '未完成的上傳過多', en: 'There are too many unfinished uploads' },
  'tus-version-not-supported': {
    zh: '不支援此版本的 tus 協定',
    en: 'This version of the tus protocol is not supported',
  },
  'type-not-allowed': { zh: '不接受此類型的檔案', en: 'Files of this type are not accepted' },
  'upload-id-taken': { zh: '此上傳編號已用於其他檔案', en: 'The upload id was used for another file' },
  'upload-not-found': { zh: '沒有這項上傳，或已過期', en: 'There is no such upload, or it has expired' },
};
