#include "cli/provinces.h"

#include <algorithm>
#include <iterator>

namespace interline::cli {
namespace {

constexpr Province kProvinces[] = {
    {"beijing", "110000", "北京", "Beijing"},
    {"tianjin", "120000", "天津", "Tianjin"},
    {"hebei", "130000", "河北", "Hebei"},
    {"shanxi", "140000", "山西", "Shanxi"},
    {"neimenggu", "150000", "内蒙古", "Inner Mongolia"},
    {"liaoning", "210000", "辽宁", "Liaoning"},
    {"jilin", "220000", "吉林", "Jilin"},
    {"heilongjiang", "230000", "黑龙江", "Heilongjiang"},
    {"shanghai", "310000", "上海", "Shanghai"},
    {"jiangsu", "320000", "江苏", "Jiangsu"},
    {"zhejiang", "330000", "浙江", "Zhejiang"},
    {"anhui", "340000", "安徽", "Anhui"},
    {"fujian", "350000", "福建", "Fujian"},
    {"jiangxi", "360000", "江西", "Jiangxi"},
    {"shandong", "370000", "山东", "Shandong"},
    {"henan", "410000", "河南", "Henan"},
    {"hubei", "420000", "湖北", "Hubei"},
    {"hunan", "430000", "湖南", "Hunan"},
    {"guangdong", "440000", "广东", "Guangdong"},
    {"guangxi", "450000", "广西", "Guangxi"},
    {"hainan", "460000", "海南", "Hainan"},
    {"chongqing", "500000", "重庆", "Chongqing"},
    {"sichuan", "510000", "四川", "Sichuan"},
    {"guizhou", "520000", "贵州", "Guizhou"},
    {"yunnan", "530000", "云南", "Yunnan"},
    {"xizang", "540000", "西藏", "Xizang"},
    {"shaanxi", "610000", "陕西", "Shaanxi"},
    {"gansu", "620000", "甘肃", "Gansu"},
    {"qinghai", "630000", "青海", "Qinghai"},
    {"ningxia", "640000", "宁夏", "Ningxia"},
    {"xinjiang", "650000", "新疆", "Xinjiang"},
    {"bingtuan", "660000", "新疆生产建设兵团", "Xinjiang Production and Construction Corps"},
};

}  // namespace

const Province* FindProvince(absl::string_view folder) {
  const auto* found = std::find_if(std::begin(kProvinces), std::end(kProvinces),
                                   [&](const Province& province) { return province.folder == folder; });
  return found == std::end(kProvinces) ? nullptr : found;
}

}  // namespace interline::cli
