// The 32 provincial platforms and 12367: who they are, and that nothing but their folder makes them so.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/engine/registry.h"
#include "adapters/platform_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interline::adapters {
namespace {

namespace fs = std::filesystem;

struct Province {
  const char* id;
  const char* folder;
  // How its names start.
  const char* zh;
  const char* en;
};

// GB/T 2260-2007, without Taiwan, Hong Kong and Macao, which have no 12345; and the Corps.
constexpr Province kProvinces[] = {
    {"110000", "beijing", "北京", "Beijing"},
    {"120000", "tianjin", "天津", "Tianjin"},
    {"130000", "hebei", "河北", "Hebei"},
    {"140000", "shanxi", "山西", "Shanxi"},
    {"150000", "neimenggu", "内蒙古", "Inner Mongolia"},
    {"210000", "liaoning", "辽宁", "Liaoning"},
    {"220000", "jilin", "吉林", "Jilin"},
    {"230000", "heilongjiang", "黑龙江", "Heilongjiang"},
    {"310000", "shanghai", "上海", "Shanghai"},
    {"320000", "jiangsu", "江苏", "Jiangsu"},
    {"330000", "zhejiang", "浙江", "Zhejiang"},
    {"340000", "anhui", "安徽", "Anhui"},
    {"350000", "fujian", "福建", "Fujian"},
    {"360000", "jiangxi", "江西", "Jiangxi"},
    {"370000", "shandong", "山东", "Shandong"},
    {"410000", "henan", "河南", "Henan"},
    {"420000", "hubei", "湖北", "Hubei"},
    {"430000", "hunan", "湖南", "Hunan"},
    {"440000", "guangdong", "粤省心", "Guangdong"},
    {"450000", "guangxi", "广西", "Guangxi"},
    {"460000", "hainan", "海南", "Hainan"},
    {"500000", "chongqing", "重庆", "Chongqing"},
    {"510000", "sichuan", "四川", "Sichuan"},
    {"520000", "guizhou", "贵州", "Guizhou"},
    {"530000", "yunnan", "云南", "Yunnan"},
    {"540000", "xizang", "西藏", "Xizang"},
    {"610000", "shaanxi", "陕西", "Shaanxi"},
    {"620000", "gansu", "甘肃", "Gansu"},
    {"630000", "qinghai", "青海", "Qinghai"},
    {"640000", "ningxia", "宁夏", "Ningxia"},
    {"650000", "xinjiang", "新疆", "Xinjiang"},
    // Reserved by Interline: the Corps has no code of its own in GB/T 2260.
    {"660000", "bingtuan", "新疆生产建设兵团", "Xinjiang Production and Construction Corps"},
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The platform of each folder.
std::map<std::string, adapter::v1::Platform> Platforms() {
  std::map<std::string, adapter::v1::Platform> platforms;
  for (const Specified& specified : LoadSpecifications("adapters").platforms) {
    platforms[specified.folder] = specified.plan->platform;
  }
  return platforms;
}

TEST(Provinces, AreThirtyTwoWithTheirCodesAndNames) {
  std::map<std::string, adapter::v1::Platform> platforms = Platforms();
  for (const Province& province : kProvinces) {
    SCOPED_TRACE(province.folder);
    ASSERT_EQ(platforms.count(province.folder), 1);
    const adapter::v1::Platform& platform = platforms[province.folder];
    EXPECT_EQ(platform.id(), province.id);
    EXPECT_TRUE(absl::StartsWith(platform.name_zh(), province.zh)) << platform.name_zh();
    EXPECT_EQ(platform.name_en(), absl::StrCat(province.en, " 12345"));
    platforms.erase(province.folder);
  }
  ASSERT_EQ(platforms.size(), 1) << "Besides the provinces there is 12367, and nobody else.";
  EXPECT_EQ(platforms.begin()->second.id(), "12367");
}

TEST(Provinces, SayTheSameInTheirReadmeAsInTheirSpecification) {
  for (const auto& [folder, platform] : Platforms()) {
    SCOPED_TRACE(folder);
    const std::string readme = ReadFile(absl::StrCat("adapters/", folder, "/README.md"));
    EXPECT_THAT(readme, testing::HasSubstr(absl::StrCat("`", platform.id(), "`")));
    EXPECT_THAT(readme, testing::HasSubstr(absl::StrCat("](../dialects/", platform.dialect(), "/README.md)")));
  }
}

// Nothing is made up: a province of which nothing is public gets our dialect and says so, and the other way round.
TEST(Provinces, HaveTheReferenceDialectJustWhenNothingIsPublic) {
  for (const auto& [folder, platform] : Platforms()) {
    SCOPED_TRACE(folder);
    EXPECT_EQ(platform.dialect() == "reference", platform.evidence().grade() == adapter::v1::Evidence::GRADE_REFERENCE);
  }
}

TEST(Provinces, StandInTheTableOfTheReadme) {
  const std::string readme = ReadFile("adapters/README.md");
  const size_t begin = readme.find(kTableBegin);
  const size_t end = readme.find(kTableEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  EXPECT_TRUE(readme.substr(begin, end + sizeof(kTableEnd) - 1 - begin) ==
              PrintPlatformTable(LoadSpecifications("adapters")))
      << "The table in adapters/README.md is not what the specifications say. Put in what this prints:\n"
         "  bazel run //adapters:print_platforms";
}

// A copy of what is there and one folder more: no list, no BUILD file, no other file names it.
TEST(Provinces, NeedNothingButTheirFolder) {
  const fs::path copy = fs::path(testing::TempDir()) / "provinces_test";
  fs::remove_all(copy);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator("adapters")) {
    if (entry.path().extension() != ".textproto" || absl::StrContains(entry.path().string(), "/examples/")) continue;
    // Lexically: in a test the files are links to where they really are.
    const fs::path to = copy / entry.path().lexically_relative("adapters");
    fs::create_directories(to.parent_path());
    fs::copy_file(entry.path(), to);
  }
  const std::string hunan = ReadFile("adapters/hunan/platform.textproto");
  fs::create_directories(copy / "newland");
  std::ofstream(copy / "newland" / "platform.textproto")
      << absl::StrReplaceAll(hunan, {{"430000", "990000"}, {"湖南", "新地"}, {"Hunan", "Newland"}});

  const absl::StatusOr<Registry> registry = Registry::Load(copy.string());
  ASSERT_TRUE(registry.ok()) << registry.status();
  ASSERT_NE(registry->Find("newland"), nullptr);
  EXPECT_EQ(registry->Find("newland"), registry->Find("990000"));
  EXPECT_EQ(registry->platform_ids().size(), std::size(kProvinces) + 2);
  EXPECT_THAT(PrintPlatformTable(LoadSpecifications(copy.string())),
              testing::HasSubstr("| `990000` | [新地12345政务服务便民热线](newland/README.md) | Newland 12345 |"));
  fs::remove_all(copy);
}

}  // namespace
}  // namespace interline::adapters
